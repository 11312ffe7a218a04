/** Public replies as the staff see them. */
import { sql, type SqlBool } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import type { AnswerVoices } from './answer-tables.ts';
import type { Database } from './database.ts';
import type { PublicReplyForm } from './public-replies.ts';

/** A public reply as staff see it; `by` is who said, changed or took it back last, null for a member who has left. */
export interface KnownReply extends PublicReplyForm {
	id: string;
	voices: AnswerVoices;
	saidAt: Date;
	revision: number;
	takenBackAt: Date | null;
	/** The need of which it speaks. */
	need: { id: string; number: string } | null;
	/** The answer from which it began, and how many needs got that. */
	answer: { batch: string; needs: number } | null;
	/** The decision of which it tells. */
	decision: string | null;
	by: string | null;
}

/** So many a page shows. */
export const repliesOnPage = 60;

/** The newest first, those that were taken back too; or from one on, where there is one with this id. */
export async function listPublicReplies(
	db: Database,
	from: string | null = null
): Promise<KnownReply[]> {
	return (await pageOfReplies(db, from)).replies;
}

/** The same, with the id from which the next page goes on; and whether there are newer ones. */
export async function pageOfReplies(
	db: Database,
	from: string | null
): Promise<{ replies: KnownReply[]; next: string | null; isLater: boolean }> {
	let query = known(db)
		.orderBy('said_at', 'desc')
		.orderBy('reply.id', 'desc')
		.limit(repliesOnPage + 1);
	const first = v.is(idSchema, from) ? await findPublicReply(db, from) : undefined;
	if (first) {
		const here = sql`(select said_at, id from public_replies where id = ${first.id})`;
		query = query.where(sql<SqlBool>`(said_at, reply.id) <= ${here}`);
	}
	const rows = await query.execute();
	return {
		replies: rows.slice(0, repliesOnPage).map(asKnown),
		next: rows[repliesOnPage]?.id ?? null,
		isLater: first !== undefined
	};
}

/** The public reply with this id, or undefined; however long ago it was said. */
export async function findPublicReply(db: Database, id: string): Promise<KnownReply | undefined> {
	if (!v.is(idSchema, id)) return undefined;
	const row = await known(db).where('reply.id', '=', id).executeTakeFirst();
	return row && asKnown(row);
}

function known(db: Database) {
	return db
		.selectFrom('public_replies as reply')
		.leftJoin('staff', 'staff.id', 'reply.staff')
		.leftJoin('needs', 'needs.id', 'reply.need')
		.selectAll('reply')
		.select(['staff.name', 'needs.number'])
		.select((row) =>
			row
				.selectFrom('answer_targets')
				.select((target) => target.fn.countAll<string>().as('needs'))
				.whereRef('answer_targets.batch', '=', 'reply.batch')
				.where('result', '=', 'sent')
				.as('answered')
		);
}

type Row = Awaited<ReturnType<ReturnType<typeof known>['execute']>>[number];

function asKnown(row: Row): KnownReply {
	const { id, place, texts, voices, revision, need, number, batch, decision } = row;
	return {
		...{ id, place, texts, voices, revision, decision },
		saidAt: row.said_at,
		takenBackAt: row.taken_back_at,
		need: need && number ? { id: need, number } : null,
		answer: batch ? { batch, needs: Number(row.answered) } : null,
		by: row.name
	};
}
