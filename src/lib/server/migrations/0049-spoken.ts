import { sql, type Kysely } from 'kysely';

/**
 * Ideas and answers by voice. `spoken`: the questions that recordings answer, in their order; `key`: what opens a recording
 * that comes sealed, until it has come, because of answers no envelope is kept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table media_awaited add column key text`.execute(db);
	await sql`alter table survey_answers add column spoken jsonb not null default '[]'`.execute(db);
	await sql`create index survey_answers_submission on survey_answers (submission)`.execute(db);
}
