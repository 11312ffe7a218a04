import { sql, type Kysely } from 'kysely';

/** What the city says to everybody, and of which need it speaks; the feed gives it an id of its own, never the need's. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table public_replies (
			id uuid primary key,
			said_at timestamptz not null,
			changed_at timestamptz not null,
			place text,
			texts jsonb not null,
			need uuid,
			staff text,
			revision int not null default 1,
			taken_back_at timestamptz
		)`.execute(db);
	await sql`create index public_replies_order on public_replies (said_at, id)`.execute(db);
}
