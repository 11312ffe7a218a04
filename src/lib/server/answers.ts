/** Answers to many needs at once: prepared, looked at, and then sent (send-answers.ts). */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import * as v from 'valibot';
import { languageFor, type Answers, type ReplyKind } from '../domain/answer.ts';
import { idSchema, makeId } from '../domain/id.ts';
import type { Language } from '../domain/language.ts';
import type { Role } from '../domain/rights.ts';
import type { AnswerResult, AnswerVoices } from './answer-tables.ts';
import { stillSaid, voicesSent } from './answer-voices.ts';
import type { Database } from './database.ts';

/** What is said, and to whom. */
export interface AnswerForm {
	kind: ReplyKind;
	/** What the city calls it; null: the plainest label of its kind. */
	label: string | null;
	texts: Answers;
	fallback: Language;
}

export interface AnswerBatch extends AnswerForm {
	id: string;
	staff: string;
	/** Null while it is only prepared. */
	begunAt: Date | null;
	/** Null while some of it is still to be sent. */
	endedAt: Date | null;
	/** Of one that is sent, those that its people can still hear. */
	voices: AnswerVoices;
}

/** A need that is to be answered. */
export interface Target {
	id: string;
	number: string;
	lang: string;
	changedAt: Date;
}

/**
 * Keeps an answer with the needs that it is for, as they are now, to be looked at before it is sent. `draft` is one of the
 * same member's that is not sent yet: it is written anew, and keeps the voices that still say its words. Her older ones that
 * were never sent go.
 * @returns the id; undefined where the draft was sent or is somebody else's
 */
export async function prepareAnswers(
	db: Database,
	form: AnswerForm,
	targets: Target[],
	{ staff, draft }: { staff: string; draft?: string },
	now: Date
): Promise<string | undefined> {
	const id = draft ?? makeId(now.getTime(), randomBytes(10));
	return db.transaction().execute(async (trx) => {
		const gone = await trx
			.deleteFrom('answer_batches')
			.where('staff', '=', staff)
			.where('begun_at', 'is', null)
			.where((row) => row.or([row('made_at', '<', weekBefore(now)), row('id', '=', id)]))
			.returning(['id', 'texts', 'voices'])
			.execute();
		const before = gone.find((row) => row.id === draft);
		if (draft && !before) return undefined;
		const { kind, label, fallback } = form;
		await trx
			.insertInto('answer_batches')
			.values({
				...{ id, made_at: now, staff, kind, label, fallback },
				texts: JSON.stringify(form.texts),
				voices: JSON.stringify(before ? stillSaid(before, form.texts) : {})
			})
			.execute();
		const rows = targets.map(({ id: need, lang, changedAt }, position) => ({
			...{ batch: id, position, need, seen: changedAt },
			lang: languageFor(lang, form.texts, fallback)
		}));
		await trx.insertInto('answer_targets').values(rows).execute();
		return id;
	});
}

/** The answer with this id. */
export async function readBatch(db: Database, id: string): Promise<AnswerBatch | undefined> {
	if (!v.is(idSchema, id)) return undefined;
	const row = await db
		.selectFrom('answer_batches')
		.selectAll()
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) return undefined;
	const { staff, kind, label, texts, begun_at, ended_at } = row;
	const fallback = row.fallback as Language;
	const voices = ended_at ? await voicesSent(db, id) : row.voices;
	const times = { begunAt: begun_at, endedAt: ended_at };
	return { id, staff, kind, label, texts, fallback, voices, ...times };
}

/** The same for a member: whoever reaches only her department's needs sees only her own answers. */
export async function readBatchFor(
	db: Database,
	member: { id: string; role: Role },
	id: string
): Promise<AnswerBatch | undefined> {
	const batch = await readBatch(db, id);
	return member.role === 'department' && batch?.staff !== member.id ? undefined : batch;
}

/** Takes away what was prepared more than a week ago and never sent; gives how many those were. */
export async function takeOldDrafts(db: Database, now: Date): Promise<number> {
	const { numDeletedRows } = await db
		.deleteFrom('answer_batches')
		.where('begun_at', 'is', null)
		.where('made_at', '<', weekBefore(now))
		.executeTakeFirst();
	return Number(numDeletedRows);
}

function weekBefore(now: Date): Date {
	return new Date(now.getTime() - 7 * 24 * 60 * 60 * 1000);
}

/** A need of an answer: in which language it gets it, and what became of it. */
export interface AnswerTarget {
	need: string;
	number: string;
	/** The person's own language. */
	spoken: string;
	lang: Language;
	place: string | null;
	receivedAt: Date;
	/** null while it is still to be sent. */
	result: AnswerResult | null;
	/** Has it changed since, so that it would be left out? */
	isOld: boolean;
}

/** All needs of an answer, in their order. */
export async function readTargets(db: Database, batch: string): Promise<AnswerTarget[]> {
	const rows = await db
		.selectFrom('answer_targets as target')
		.innerJoin('needs', 'needs.id', 'target.need')
		.select(['target.need', 'number', 'needs.lang as spoken', 'target.lang', 'place', 'result'])
		.select('received_at as receivedAt')
		.select(sql<boolean>`date_trunc('milliseconds', needs.changed_at) <> target.seen`.as('changed'))
		.where('batch', '=', batch)
		.orderBy('position')
		.execute();
	return rows.map(({ changed, ...row }) => ({
		...row,
		lang: row.lang as Language,
		isOld: changed && row.result === null
	}));
}
