/**
 * What staff change, the log has: every form that is built is posted, and every action of the log is taken in some way
 * that has a line here. Where its entry cannot be written, a change is not made. A form or an action without a line turns
 * this red.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import words from '../../src/lib/i18n/staff/en.json' with { type: 'json' };
import { wrongPasswordsNoted } from '../../src/lib/server/sign-in-log.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { deedsInCity } from './deeds-city.ts';
import { deedsWithNeeds } from './deeds-needs.ts';
import { deedsToEverybody } from './deeds-neighbourhood.ts';
import { deedsOtherwise } from './deeds-otherwise.ts';
import { deedsWithPeople } from './deeds-people.ts';
import { deedsInSettings } from './deeds-settings.ts';
import { city, openDeeds, post, standing, type Deed, type Given } from './deeds.ts';
import { formsOf, routes } from './staff-ways.ts';

const byForm = [
	...[...deedsWithNeeds, ...deedsToEverybody, ...deedsInCity],
	...[...deedsInSettings, ...deedsWithPeople]
];
const deeds = [...byForm, ...deedsOtherwise];

beforeAll(openDeeds);
afterAll(async () => {
	await cleaningEnded();
	await city.close();
});

const done = (deed: Deed, given: Given) => (deed.go ? deed.go(given) : post(deed, given));

/** All that the log has. */
async function entries(): Promise<string[]> {
	await wrongPasswordsNoted();
	const rows = await city.db.selectFrom('activity').select('action').orderBy('seq').execute();
	return rows.map(({ action }) => action);
}

/** What stands while this runs and no entry can be written. */
async function withoutLog(run: () => Promise<unknown>): Promise<void> {
	await sql`alter table activity add constraint full_up check (false) not valid`.execute(city.db);
	await run().catch(() => undefined);
	await cleaningEnded();
	await sql`alter table activity drop constraint full_up`.execute(city.db);
}

test('each form that is built has a line, and each line its form', async () => {
	const built = (await Promise.all(routes.map(formsOf))).flat();
	expect([...new Set(byForm.map(({ form }) => form))].sort()).toEqual(built.sort());
});

test('each action of the log is taken in some way that has a line', () => {
	const actions = Object.entries(words.activity.did).flatMap(([noun, verbs]) =>
		Object.keys(verbs).map((verb) => `${noun}.${verb}`)
	);
	const taken = new Set<string>(deeds.flatMap(({ did }) => did));
	expect(actions.filter((action) => !taken.has(action))).toEqual([]);
});

test('what the log takes nothing of says why', () => {
	expect(deeds.filter(({ did, why }) => did.length === 0 && !why)).toEqual([]);
});

describe.each(deeds.map((deed) => [`${deed.form} (${deed.did.join(', ')})`, deed] as const))(
	'%s',
	(_, deed) => {
		test('is in the log, or the reason is true', async () => {
			const given = await deed.given();
			const [before, already] = [await standing(), (await entries()).length];
			const isWhole = deed.did.length > 0 && !(deed.why && 'apart' in deed.why);
			if (isWhole) {
				await withoutLog(() => done(deed, given));
				expect(await standing()).toEqual(before);
			}
			await done(deed, given);
			const taken = (await entries()).slice(already);
			expect(taken.filter((action, at) => action !== taken[at - 1])).toEqual(deed.did);
			const after = await standing();
			if (deed.why && 'changesNothing' in deed.why) expect(after).toEqual(before);
			if (isWhole) expect({ ...after, activity: '' }).not.toEqual({ ...before, activity: '' });
		});
	}
);
