/** A need that a member of the staff is about to change: held until the transaction ends. */
import { randomBytes } from 'node:crypto';
import type { Selectable, Transaction, Updateable } from 'kysely';
import * as v from 'valibot';
import { idSchema, makeId } from '../domain/id.ts';
import { reaches } from '../domain/need-work.ts';
import { within, type Database, type Tables } from './database.ts';
import { memberReach } from './reach.ts';

const held = [
	'state',
	'label',
	'changed_at',
	'received_at',
	'promised_on',
	'department',
	'assignee',
	'covered_at',
	'is_covered',
	'words',
	'lang'
] as const;

export type HeldNeed = Pick<Selectable<Tables['needs']>, (typeof held)[number]>;

/** Why nothing was done: there is no such need for her, or its person took it back. */
export type NoNeed = { problem: 'unknown' | 'withdrawn' };

/**
 * Runs work on a need that is held, in one transaction; what it gives as a problem has changed nothing if it wrote
 * nothing. `unknown` also for whoever does not reach it.
 */
export async function withNeed<Result>(
	db: Database,
	{ need, staff }: { need: string; staff: string },
	work: (trx: Transaction<Tables>, held: HeldNeed) => Promise<Result>
): Promise<Result | NoNeed> {
	if (!v.is(idSchema, need)) return { problem: 'unknown' };
	return within(db, async (trx) => {
		const row = await trx
			.selectFrom('needs')
			.select(held)
			.where('id', '=', need)
			// as whoever erases holds it: a theme may refer to it meanwhile
			.forNoKeyUpdate()
			.executeTakeFirst();
		const member = await memberReach(trx, staff);
		if (!row || (member && !reaches(member, row))) return { problem: 'unknown' };
		if (row.state === 'withdrawn') return { problem: 'withdrawn' };
		return work(trx, row);
	});
}

/** Writes what changed of a need, and that it was touched now. */
export async function touch(
	trx: Transaction<Tables>,
	need: string,
	now: Date,
	changes: Updateable<Tables['needs']> = {}
): Promise<void> {
	await trx
		.updateTable('needs')
		.set({ ...changes, touched_at: now })
		.where('id', '=', need)
		.execute();
}

/** A new id whose order is that of time. */
export function newId(at: Date): string {
	return makeId(at.getTime(), randomBytes(10));
}
