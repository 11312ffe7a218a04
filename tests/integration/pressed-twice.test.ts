/**
 * What says to which end it goes may be pressed twice, by an impatient thumb or by two colleagues on the same page: it comes
 * to that end once, the second press changes nothing, and it is answered like any other. Every form that says so.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { deedsInCity } from './deeds-city.ts';
import { deedsWithNeeds } from './deeds-needs.ts';
import { deedsToEverybody } from './deeds-neighbourhood.ts';
import { deedsWithPeople } from './deeds-people.ts';
import { deedsInSettings } from './deeds-settings.ts';
import { city, openDeeds, post, standing } from './deeds.ts';
import { harmless, toAnEnd } from './harmless-forms.ts';

const names = Object.keys(harmless).filter((name) => harmless[name] === toAnEnd);
const deeds = [
	...[...deedsWithNeeds, ...deedsToEverybody, ...deedsInCity],
	...[...deedsInSettings, ...deedsWithPeople]
].filter(({ form }) => names.includes(form));

beforeAll(openDeeds);
afterAll(async () => {
	await cleaningEnded();
	await city.close();
});

test('each of them is pressed here', () => {
	expect([...new Set(deeds.map(({ form }) => form))].sort()).toEqual(names.sort());
});

describe.each(deeds.map((deed) => [`${deed.form} (${deed.did.join(', ')})`, deed] as const))(
	'%s',
	(_, deed) => {
		test('pressed twice it comes to the same end', async () => {
			const given = await deed.given();
			await post(deed, given);
			await cleaningEnded();
			const stood = await standing();
			const again = await post(deed, given);
			await cleaningEnded();
			expect(await standing()).toEqual(stood);
			expect([303, 400, 404, 409]).toContain(again.status);
		});

		test('pressed by two in the same moment too', async () => {
			const given = await deed.given();
			const answers = await Promise.all([post(deed, given), post(deed, given)]);
			await cleaningEnded();
			const stood = await standing();
			await post(deed, given);
			await cleaningEnded();
			expect(await standing()).toEqual(stood);
			for (const { status } of answers) expect([200, 303, 400, 404, 409]).toContain(status);
		});
	}
);
