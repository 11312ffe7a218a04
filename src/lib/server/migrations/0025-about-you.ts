import { sql, type Kysely } from 'kysely';

/** What a person may say of herself where the city asks. What stands here is counted, and shown beside no need. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table needs add column age text, add column gender text`.execute(db);
}
