import { sql, type Kysely } from 'kysely';

/** An answer to many needs may be spoken in each of its languages: which file each is, until all of it is sent. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table answer_batches add column voices jsonb not null default '{}'`.execute(db);
}
