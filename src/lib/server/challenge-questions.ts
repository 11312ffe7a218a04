/** What everybody is asked about a challenge, as a round or a prioritising: staff begin it, change it, open it and end it. */
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { isChallengeOpen } from './round-publication.ts';
import { newRowId } from './threads.ts';

/** `few`: there is not enough to answer; `challenge-closed`: its challenge is not open to everybody. */
export type QuestionProblem = 'unknown' | 'changed' | 'few' | 'challenge-closed';

/** What staff had before them when they changed it. */
export interface SeenQuestion {
	id: string;
	revision: number;
}

interface QuestionRow {
	challenge: string;
	revision: number;
	opened_at: Date | null;
}

/** What sets each way of asking apart. */
export interface WayToAsk<Row extends QuestionRow, Change> {
	/** What the log calls it. */
	name: 'round' | 'prioritising';
	/** Holds one until this transaction has ended; undefined where there is none. */
	lock(trx: Database, id: string): Promise<Row | undefined>;
	/** Is there too little to answer in it? */
	isFew(row: Row, trx: Database): boolean | Promise<boolean>;
	write(trx: Database, id: string, change: Change & Changed): Promise<Row>;
	/** Counts what was answered and publishes it. */
	count(trx: Database, row: Row, now: Date): Promise<void>;
}

/** Why nothing is changed. */
export interface Refusal<Problem> {
	refused: Problem;
}

interface Opened {
	opened_at?: Date;
	closed_at: Date | null;
}

interface Changed {
	staff: string;
	changed_at: Date;
	revision: number;
}

/** Begins one with nothing to answer yet, for staff alone; undefined where there is no such challenge. */
export async function beginQuestion(
	db: Database,
	challenge: string,
	name: 'round' | 'prioritising',
	insert: (trx: Database, row: NewQuestion) => Promise<unknown>,
	staff: string,
	now: Date
): Promise<string | undefined> {
	if (!v.is(idSchema, challenge)) return undefined;
	return db.transaction().execute(async (trx) => {
		const known = trx.selectFrom('challenges').select('id').where('id', '=', challenge);
		if (!(await known.executeTakeFirst())) return undefined;
		const id = newRowId(now);
		await insert(trx, { id, challenge, until: null, made_at: now, changed_at: now, staff });
		await logActivity(trx, { staff, action: `${name}.begun`, subject: `${name}:${id}` }, now);
		return id;
	});
}

/** What is stored of each when it begins. */
export interface NewQuestion {
	id: string;
	challenge: string;
	until: null;
	made_at: Date;
	changed_at: Date;
	staff: string;
}

/** Opens one to everybody, or ends it; its results stay. Undefined when it is done. */
export function openQuestion<Row extends QuestionRow, Change extends object>(
	db: Database,
	way: WayToAsk<Row, Change | Opened>,
	seen: SeenQuestion,
	isOpen: boolean,
	staff: string,
	now: Date
): Promise<QuestionProblem | undefined> {
	const by = { staff, did: isOpen ? 'opened' : 'closed' } as const;
	return changeQuestion(
		db,
		way,
		seen,
		by,
		now,
		async (row, trx): Promise<Opened | Refusal<QuestionProblem>> => {
			if (!isOpen) return { closed_at: now };
			if (await way.isFew(row, trx)) return { refused: 'few' };
			if (!(await isChallengeOpen(trx, row.challenge))) return { refused: 'challenge-closed' };
			return { opened_at: row.opened_at ?? now, closed_at: null };
		}
	);
}

/** Changes one as `change` says, or refuses it; an open one is counted and said anew. Undefined when it is done. */
export async function changeQuestion<
	Row extends QuestionRow,
	Change extends object,
	Refused extends string
>(
	db: Database,
	way: WayToAsk<Row, Change>,
	seen: SeenQuestion,
	{ staff, did }: { staff: string; did: 'changed' | 'opened' | 'closed' },
	now: Date,
	change: (row: Row, trx: Database) => Promise<NoInfer<Change> | Refusal<Refused>>
): Promise<Refused | 'unknown' | 'changed' | undefined> {
	const { id, revision } = seen;
	if (!v.is(idSchema, id)) return 'unknown';
	return db.transaction().execute(async (trx) => {
		const row = await way.lock(trx, id);
		if (!row) return 'unknown';
		if (row.revision !== revision) return 'changed';
		const made = await change(row, trx);
		if ('refused' in made) return made.refused;
		const changed = { staff, changed_at: now, revision: revision + 1 };
		const after = await way.write(trx, id, { ...made, ...changed });
		const { name } = way;
		await logActivity(trx, { staff, action: `${name}.${did}`, subject: `${name}:${id}` }, now);
		if (after.opened_at) await way.count(trx, after, now);
		return undefined;
	});
}
