import { sql, type Kysely } from 'kysely';

/** What was done to a need among many is found from the need, for its history. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index bulk_needs_need on bulk_needs (need)`.execute(db);
}
