/** Rounds: staff write statements on a challenge, ask everybody, and end it. */
import type { Updateable } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import { fewestStatements } from '../domain/round.ts';
import {
	beginQuestion,
	changeQuestion,
	openQuestion,
	type NewQuestion,
	type QuestionProblem,
	type Refusal,
	type SeenQuestion,
	type WayToAsk
} from './challenge-questions.ts';
import type { Database, Tables } from './database.ts';
import { countRound, lockRound, type RoundRow } from './round-publication.ts';
import type { StoredStatement } from './round-tables.ts';

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

type RoundChange = Updateable<Tables['rounds']>;

const round: WayToAsk<RoundRow, RoundChange> = {
	name: 'round',
	lock: lockRound,
	isFew: ({ statements }) => isFew(statements),
	write: (trx, id, change) =>
		trx
			.updateTable('rounds')
			.set(change)
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow(),
	count: countRound
};

/** Begins a round without statements, for staff alone; undefined where there is no such challenge. */
export function beginRound(
	db: Database,
	challenge: string,
	staff: string,
	now = new Date()
): Promise<string | undefined> {
	const insert = (trx: Database, row: NewQuestion) =>
		trx
			.insertInto('rounds')
			.values({ ...row, statements: '[]' })
			.execute();
	return beginQuestion(db, challenge, 'round', insert, staff, now);
}

/** Keeps what staff write; an open one is said anew to everybody. Undefined when it is done. */
export function changeRound(
	db: Database,
	seen: SeenQuestion,
	form: RoundForm,
	staff: string,
	now = new Date()
): Promise<QuestionProblem | undefined> {
	const by = { staff, did: 'changed' } as const;
	return changeQuestion(
		db,
		round,
		seen,
		by,
		now,
		async (row): Promise<RoundChange | Refusal<'few'>> => {
			const statements = row.opened_at
				? afterOpening(row.statements, form.statements)
				: form.statements;
			if (row.opened_at && isFew(statements)) return { refused: 'few' };
			return { until: form.until, statements: JSON.stringify(statements) };
		}
	);
}

/** Asks everybody, or ends it; its results stay. Undefined when it is done. */
export function openRound(
	db: Database,
	seen: SeenQuestion,
	isOpen: boolean,
	staff: string,
	now = new Date()
): Promise<QuestionProblem | undefined> {
	return openQuestion(db, round, seen, isOpen, staff, now);
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
