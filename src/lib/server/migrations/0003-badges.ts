import { sql, type Kysely } from 'kysely';

/** Badges: what the city signed, and what it took back. No name lies here, only the hash of one. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table badges (
			id uuid primary key references submissions (id),
			issued_at timestamptz not null,
			module text not null,
			level text not null,
			status bigint not null unique,
			credential text not null,
			signature text not null,
			taken_back_at timestamptz,
			taken_back_by text,
			reason text,
			change_seq bigint not null default 0
		)`.execute(db);
	await sql`create index badges_order on badges (issued_at, id)`.execute(db);
	await sql`
		create index badges_taken_back on badges (taken_back_at)
			where taken_back_at is not null`.execute(db);
}
