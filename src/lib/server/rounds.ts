/** Rounds: staff write statements on a challenge, ask everybody, and end it. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import { fewestStatements } from '../domain/round.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import type { Database } from './database.ts';
import { countRound, isChallengeOpen, lockRound, type RoundRow } from './round-publication.ts';
import type { StoredStatement } from './round-tables.ts';
import { newRowId } from './threads.ts';

/** What staff write. */
export interface RoundForm {
	until: string | null;
	statements: StoredStatement[];
}

/** A round as staff see it. */
export interface KnownRound extends RoundForm {
	id: string;
	challenge: string;
	revision: number;
	openedAt: Date | null;
	closedAt: Date | null;
	changedAt: Date;
	results: RoundRow['results'];
}

/**
 * `few`: not enough statements are asked; `challenge-closed`: its challenge is not open to everybody.
 */
export type RoundProblem = 'unknown' | 'changed' | 'few' | 'challenge-closed';

/** The rounds of a challenge, the newest first. */
export async function listRounds(db: Database, challenge: string): Promise<KnownRound[]> {
	const rows = await db
		.selectFrom('rounds')
		.selectAll()
		.where('challenge', '=', challenge)
		.orderBy('made_at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows.map(knownOf);
}

/** The round with this id of this challenge, or undefined. */
export async function findRound(
	db: Database,
	{ challenge, id }: { challenge: string; id: string }
): Promise<KnownRound | undefined> {
	if (!v.is(idSchema, challenge) || !v.is(idSchema, id)) return undefined;
	const query = db.selectFrom('rounds').selectAll().where('id', '=', id);
	const row = await query.where('challenge', '=', challenge).executeTakeFirst();
	return row && knownOf(row);
}

function knownOf({ id, challenge, statements, until, revision, results, ...at }: RoundRow) {
	return {
		...{ id, challenge, statements, until, revision, results },
		...{ openedAt: at.opened_at, closedAt: at.closed_at, changedAt: at.changed_at }
	};
}

/** Begins a round without statements, for staff alone; undefined where there is no such challenge. */
export async function beginRound(
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
		const row = { id, challenge, statements: '[]', until: null, made_at: now, changed_at: now };
		await trx
			.insertInto('rounds')
			.values({ ...row, staff })
			.execute();
		await logActivity(trx, { staff, action: 'round.begun', subject: `round:${id}` }, now);
		return id;
	});
}

/** Keeps what staff write; an open one is said anew to everybody. Undefined when it is done. */
export function changeRound(
	db: Database,
	seen: { id: string; revision: number },
	form: RoundForm,
	staff: string,
	now = new Date()
): Promise<RoundProblem | undefined> {
	const set = (row: RoundRow) => {
		const statements = row.opened_at
			? afterOpening(row.statements, form.statements)
			: form.statements;
		if (row.opened_at && isFew(statements)) return 'few';
		return { until: form.until, statements: JSON.stringify(statements) };
	};
	return changed(db, seen, set, { staff, action: 'round.changed' }, now);
}

/** Asks everybody, or ends it; its results stay. Undefined when it is done. */
export function openRound(
	db: Database,
	seen: { id: string; revision: number },
	isOpen: boolean,
	staff: string,
	now = new Date()
): Promise<RoundProblem | undefined> {
	const set = async (row: RoundRow, trx: Database) => {
		if (!isOpen) return { closed_at: now };
		if (isFew(row.statements)) return 'few';
		if (!(await isChallengeOpen(trx, row.challenge))) return 'challenge-closed';
		return { opened_at: sql<Date>`coalesce(opened_at, ${now})`, closed_at: null };
	};
	const action = isOpen ? 'round.opened' : 'round.closed';
	return changed(db, seen, set, { staff, action }, now);
}

type Change = object | RoundProblem;

async function changed(
	db: Database,
	{ id, revision }: { id: string; revision: number },
	set: (row: RoundRow, trx: Database) => Change | Promise<Change>,
	{ staff, action }: { staff: string; action: ActivityAction },
	now: Date
): Promise<RoundProblem | undefined> {
	if (!v.is(idSchema, id)) return 'unknown';
	return db.transaction().execute(async (trx) => {
		const row = await lockRound(trx, id);
		if (!row) return 'unknown';
		if (row.revision !== revision) return 'changed';
		const change = await set(row, trx);
		if (typeof change === 'string') return change;
		const after = await trx
			.updateTable('rounds')
			.set({ ...change, staff, changed_at: now, revision: revision + 1 })
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow();
		await logActivity(trx, { staff, action, subject: `round:${id}` }, now);
		if (after.opened_at) await countRound(trx, after, now);
		return undefined;
	});
}

/**
 * Once somebody may have answered it, a statement stays: its words do not change, and it does not go. It can get words in
 * more languages, be hidden, and be asked again; others can come behind it.
 */
function afterOpening(before: StoredStatement[], now: StoredStatement[]): StoredStatement[] {
	const written = new Map(now.map((each) => [each.id, each]));
	const there = new Set(before.map(({ id }) => id));
	const kept = before.map((each) => {
		const typed = written.get(each.id);
		return typed ? { ...typed, texts: { ...typed.texts, ...each.texts } } : each;
	});
	return [...kept, ...now.filter(({ id }) => !there.has(id))];
}

function isFew(statements: StoredStatement[]): boolean {
	return statements.filter(({ isHidden }) => !isHidden).length < fewestStatements;
}
