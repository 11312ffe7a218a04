// Prioritisings that a test's city asks, and what devices choose in them.
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import type { Choice } from '../../src/lib/domain/priority.ts';
import type { Prioritising } from '../../src/lib/domain/prioritising.ts';
import { tokenOf } from '../../src/lib/domain/support-token.ts';
import { countPriorities } from '../../src/lib/server/priority-counts.ts';
import {
	beginPrioritising,
	changePrioritising,
	openPrioritising,
	type PrioritisingForm
} from '../../src/lib/server/prioritisings.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { openedChallenge } from './asked-rounds.ts';
import { priorityFrom } from './invented-priorities.ts';
import { city, staff } from './joined-needs.ts';

/** A prioritising that everybody is asked, of the things t1, t2 and so on. */
export async function askedPrioritising(
	way: PrioritisingForm['way'],
	amount: number,
	costs: readonly (number | null)[] = [null, null, null]
): Promise<string> {
	const id = (await beginPrioritising(city.db, await openedChallenge(), staff)) ?? '';
	const things = costs.map((cost, at) => {
		return { id: `t${at + 1}`, idea: null, texts: { es: `Cosa ${at + 1}` }, cost };
	});
	await changePrioritising(
		city.db,
		{ id, revision: 1 },
		{ way, amount, until: null, things },
		staff
	);
	const refused = await openPrioritising(city.db, { id, revision: 2 }, true, staff);
	if (refused) throw new Error(refused);
	return id;
}

/** What the device with this secret chooses. */
export const chosen = (prioritising: string, by: string, choice: Choice, at?: number) =>
	priorityFrom(prioritising, tokenOf(by, prioritising), choice, at);

export const sendChosen = (...submissions: EnvelopeOf<'priority'>[]) =>
	receive(city, { v: 1, submissions }, new Date());

/** As everybody may read it, once what came was counted. */
export async function publishedPrioritising(id: string): Promise<Prioritising> {
	await countPriorities(city.db);
	const row = city.db.selectFrom('publications').select('body').where('id', '=', id);
	return (await row.executeTakeFirstOrThrow()).body as unknown as Prioritising;
}
