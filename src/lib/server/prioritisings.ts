/** Prioritisings: staff choose things and a way, ask everybody what comes first, and end it. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import { resultsOf } from '../domain/priority-results.ts';
import { fewestThings, usualPoints, type PrioritisingResults } from '../domain/prioritising.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import type { Database } from './database.ts';
import {
	countPrioritising,
	lockPrioritising,
	wordsOfThings,
	type PrioritisingRow
} from './prioritising-publication.ts';
import type { StoredThing } from './prioritising-tables.ts';
import { isChallengeOpen } from './round-publication.ts';
import { newRowId } from './threads.ts';

/** What staff write. */
export interface PrioritisingForm {
	way: 'points' | 'budget';
	amount: number;
	until: string | null;
	things: StoredThing[];
}

/** A prioritising as staff see it: `things` with the words that everybody reads, none where an idea is gone. */
export interface KnownPrioritising extends PrioritisingForm {
	id: string;
	challenge: string;
	revision: number;
	openedAt: Date | null;
	closedAt: Date | null;
	changedAt: Date;
	results: PrioritisingResults | null;
}

/**
 * `few`: not enough things; `fixed`: the way, the sum, the things and their costs stay once it was opened;
 * `challenge-closed`: its challenge is not open to everybody.
 */
export type PrioritisingProblem = 'unknown' | 'changed' | 'few' | 'fixed' | 'challenge-closed';

/** The prioritisings of a challenge, the newest first. */
export async function listPrioritisings(
	db: Database,
	challenge: string
): Promise<KnownPrioritising[]> {
	const rows = await db
		.selectFrom('prioritisings')
		.selectAll()
		.where('challenge', '=', challenge)
		.orderBy('made_at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return Promise.all(rows.map((row) => knownOf(db, row)));
}

/** The prioritising with this id of this challenge, or undefined. */
export async function findPrioritising(
	db: Database,
	{ challenge, id }: { challenge: string; id: string }
): Promise<KnownPrioritising | undefined> {
	if (!v.is(idSchema, challenge) || !v.is(idSchema, id)) return undefined;
	const query = db.selectFrom('prioritisings').selectAll().where('id', '=', id);
	const row = await query.where('challenge', '=', challenge).executeTakeFirst();
	return row && knownOf(db, row);
}

async function knownOf(db: Database, row: PrioritisingRow): Promise<KnownPrioritising> {
	const { id, challenge, way, amount, until, revision, counts } = row;
	const words = await wordsOfThings(db, row.things);
	const readable = row.things.filter((thing) => words.has(thing.id));
	return {
		...{ id, challenge, way, amount, until, revision },
		things: row.things.map((thing) => ({ ...thing, texts: words.get(thing.id) ?? {} })),
		results: counts && resultsOf({ way, amount, things: readable }, counts),
		...{ openedAt: row.opened_at, closedAt: row.closed_at, changedAt: row.changed_at }
	};
}

/** Begins one without things, for staff alone; undefined where there is no such challenge. */
export async function beginPrioritising(
	db: Database,
	challenge: string,
	staff: string,
	now = new Date()
): Promise<string | undefined> {
	if (!v.is(idSchema, challenge)) return undefined;
	return db.transaction().execute(async (trx) => {
		const known = trx.selectFrom('challenges').select('id').where('id', '=', challenge);
		if (!(await known.executeTakeFirst())) return undefined;
		const id = newRowId(now);
		const rules = { way: 'points' as const, amount: usualPoints, things: '[]' };
		await trx
			.insertInto('prioritisings')
			.values({ id, challenge, ...rules, until: null, made_at: now, changed_at: now, staff })
			.execute();
		const subject = `prioritising:${id}`;
		await logActivity(trx, { staff, action: 'prioritising.begun', subject }, now);
		return id;
	});
}

/** Keeps what staff write; an open one is said anew to everybody. Undefined when it is done. */
export function changePrioritising(
	db: Database,
	seen: { id: string; revision: number },
	form: PrioritisingForm,
	staff: string,
	now = new Date()
): Promise<PrioritisingProblem | undefined> {
	const set = async (row: PrioritisingRow, trx: Database) => {
		const { way, amount, until } = form;
		if (row.opened_at && !isSame(row, form)) return 'fixed';
		const things = form.things.map((thing): StoredThing => {
			const before = row.opened_at && row.things.find(({ id }) => id === thing.id);
			const texts = { ...thing.texts, ...before?.texts };
			return { ...thing, texts: thing.idea === null ? texts : {} };
		});
		if (!row.opened_at) await setIdeas(trx, row.id, things);
		return { way, amount, until, things: JSON.stringify(things) };
	};
	return changed(db, seen, set, { staff, action: 'prioritising.changed' }, now);
}

/** Asks everybody, or ends it; its results stay. Undefined when it is done. */
export function openPrioritising(
	db: Database,
	seen: { id: string; revision: number },
	isOpen: boolean,
	staff: string,
	now = new Date()
): Promise<PrioritisingProblem | undefined> {
	const set = async (row: PrioritisingRow, trx: Database) => {
		if (!isOpen) return { closed_at: now };
		if ((await wordsOfThings(trx, row.things)).size < fewestThings) return 'few';
		if (!(await isChallengeOpen(trx, row.challenge))) return 'challenge-closed';
		return { opened_at: sql<Date>`coalesce(opened_at, ${now})`, closed_at: null };
	};
	const action = isOpen ? 'prioritising.opened' : 'prioritising.closed';
	return changed(db, seen, set, { staff, action }, now);
}

type Change = object | PrioritisingProblem;

async function changed(
	db: Database,
	{ id, revision }: { id: string; revision: number },
	set: (row: PrioritisingRow, trx: Database) => Change | Promise<Change>,
	{ staff, action }: { staff: string; action: ActivityAction },
	now: Date
): Promise<PrioritisingProblem | undefined> {
	if (!v.is(idSchema, id)) return 'unknown';
	return db.transaction().execute(async (trx) => {
		const row = await lockPrioritising(trx, id);
		if (!row) return 'unknown';
		if (row.revision !== revision) return 'changed';
		const change = await set(row, trx);
		if (typeof change === 'string') return change;
		const after = await trx
			.updateTable('prioritisings')
			.set({ ...change, staff, changed_at: now, revision: revision + 1 })
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow();
		await logActivity(trx, { staff, action, subject: `prioritising:${id}` }, now);
		if (after.opened_at) await countPrioritising(trx, after, now);
		return undefined;
	});
}

/** Which of its things are ideas. */
async function setIdeas(trx: Database, prioritising: string, things: readonly StoredThing[]) {
	await trx.deleteFrom('prioritising_ideas').where('prioritising', '=', prioritising).execute();
	const rows = things.flatMap(({ id: thing, idea }) =>
		idea === null ? [] : [{ prioritising, thing, idea }]
	);
	if (rows.length > 0) await trx.insertInto('prioritising_ideas').values(rows).execute();
}

/** Once somebody may have chosen, what she chose from stays: also on a phone that has no internet yet. */
function isSame(row: PrioritisingRow, form: PrioritisingForm): boolean {
	const rules = ({ way, amount, things }: Pick<PrioritisingForm, 'way' | 'amount' | 'things'>) =>
		JSON.stringify([way, amount, ...things.map(({ id, idea, cost }) => [id, idea, cost])]);
	return rules(row) === rules(form);
}
