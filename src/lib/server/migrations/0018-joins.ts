import { sql, type Kysely } from 'kysely';

/**
 * Which need was joined to which, from when to when: rows that are never deleted, so that a thread can be followed
 * through joins and splits. And the answers that a person keeps of a thread that her need has left.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table joins (
			id uuid primary key,
			need uuid not null references needs (id),
			root uuid not null references needs (id),
			brought_by uuid not null,
			from_state text not null,
			at timestamptz not null,
			staff text,
			ended_at timestamptz,
			ended_by text,
			how_ended text
		)`.execute(db);
	await sql`create unique index joins_live on joins (need) where ended_at is null`.execute(db);
	await sql`create index joins_need on joins (need, at)`.execute(db);
	await sql`create index joins_root on joins (root, at)`.execute(db);
	await sql`create index joins_brought on joins (brought_by) where ended_at is null`.execute(db);
	await sql`
		create table need_heard (
			need uuid not null references needs (id),
			message uuid not null references need_messages (id) on delete cascade,
			primary key (need, message)
		)`.execute(db);
	await sql`create index need_heard_message on need_heard (message)`.execute(db);
	await sql`
		create index needs_joined on needs (joined_to, received_at) where joined_to is not null`.execute(
		db
	);
}
