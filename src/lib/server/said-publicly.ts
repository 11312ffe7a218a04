/** What was said to everybody of an answer, of a decision, of a need, or of the needs of a theme: the way back from the public words. */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Database } from './database.ts';

/** A public reply, as whoever looks at what it speaks of is told of it. */
export interface SaidPublicly {
	id: string;
	saidAt: Date;
	takenBackAt: Date | null;
}

/** Of an answer to many needs. */
export function saidOfAnswer(db: Database, batch: string): Promise<SaidPublicly[]> {
	return said(db, sql`reply.batch = ${batch}::uuid`);
}

/** Of a need: of it alone, or of an answer to many that it got, also where it is joined to the one that got it. */
export function saidOfNeed(db: Database, need: string): Promise<SaidPublicly[]> {
	const own = sql`(select ${need}::uuid union select joined_to from needs where id = ${need}::uuid)`;
	return said(
		db,
		sql`(reply.need in ${own} or exists (
			select from answer_targets as target
			where target.batch = reply.batch and target.result = 'sent' and target.need in ${own}))`
	);
}

/** Of a decision. */
export function saidOfDecision(db: Database, decision: string): Promise<SaidPublicly[]> {
	return said(db, sql`reply.decision = ${decision}::uuid`);
}

/** Of needs that belong to a theme. */
export function saidOfTheme(db: Database, theme: string): Promise<SaidPublicly[]> {
	const isIn = (need: RawBuilder<unknown>) =>
		sql`exists (select from theme_needs as own
			where own.theme = ${theme}::uuid and own.need = ${need} and not own.removed)`;
	return said(
		db,
		sql`(${isIn(sql`reply.need`)} or exists (
			select from answer_targets as target
			where target.batch = reply.batch and target.result = 'sent' and ${isIn(sql`target.need`)}))`
	);
}

/** The newest first, at most so many as stand in the list of all. */
async function said(db: Database, which: RawBuilder<unknown>): Promise<SaidPublicly[]> {
	const rows = await db
		.selectFrom((newest) =>
			newest
				.selectFrom('public_replies')
				.selectAll()
				.orderBy('said_at', 'desc')
				.orderBy('id', 'desc')
				.limit(200)
				.as('reply')
		)
		.select(['id', 'said_at', 'taken_back_at'])
		.where(sql<SqlBool>`${which}`)
		.orderBy('said_at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows.map((row) => ({ id: row.id, saidAt: row.said_at, takenBackAt: row.taken_back_at }));
}
