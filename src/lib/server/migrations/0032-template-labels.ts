import { sql, type Kysely } from 'kysely';

/** A template may be for one of the city's own labels, and an answer to many needs may give them one. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table templates add column label text`.execute(db);
	await sql`alter table answer_batches add column label text`.execute(db);
}
