import { sql, type Kysely } from 'kysely';

/** Needs that are joined to an answered one count as answered: all weeks are counted anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`delete from heard_counted`.execute(db);
}
