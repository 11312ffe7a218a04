import { sql, type Kysely } from 'kysely';

/** What is said to everybody knows the answer to many needs from which it began. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table public_replies add column batch uuid`.execute(db);
	await sql`create index public_replies_batch on public_replies (batch) where batch is not null`.execute(
		db
	);
	await sql`create index public_replies_need on public_replies (need) where need is not null`.execute(
		db
	);
}
