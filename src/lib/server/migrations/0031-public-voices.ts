import { sql, type Kysely } from 'kysely';

/** What is said to everybody may be spoken in each of its languages: which file each is. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table public_replies add column voices jsonb not null default '{}'`.execute(db);
}
