import { sql, type Kysely } from 'kysely';

/**
 * Templates of answers; answers to many needs at once, with what became of each; and what people said of an answer, under
 * the hash of the watch secret, so that it may come before its need and tells nobody's name.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table templates (
			id uuid primary key,
			name text not null,
			topic text,
			state text not null,
			texts jsonb not null,
			staff text,
			changed_at timestamptz not null,
			revision int not null default 1,
			retired_at timestamptz
		)`.execute(db);
	await sql`
		create table answer_batches (
			id uuid primary key,
			made_at timestamptz not null,
			staff text not null,
			kind text not null,
			texts jsonb not null,
			fallback text not null,
			begun_at timestamptz,
			ended_at timestamptz
		)`.execute(db);
	await sql`
		create table answer_targets (
			batch uuid not null references answer_batches (id) on delete cascade,
			position int not null,
			need uuid not null,
			seen timestamptz not null,
			lang text not null,
			result text,
			primary key (batch, position),
			unique (batch, need)
		)`.execute(db);
	await sql`
		create index answer_targets_waiting on answer_targets (batch, position) where result is null`.execute(
		db
	);
	await sql`
		alter table need_messages
			add column batch uuid,
			add column fetched boolean not null default false`.execute(db);
	await sql`create index need_messages_order on need_messages (said_at, id) where batch is null`.execute(
		db
	);
	await sql`create index need_messages_batch on need_messages (batch) where batch is not null`.execute(
		db
	);
	await sql`create index answer_batches_order on answer_batches (begun_at)`.execute(db);
	await sql`
		create table helped (
			watch_hash text not null,
			message uuid not null,
			helped text not null,
			made_ms bigint not null,
			received_at timestamptz not null,
			primary key (message, watch_hash)
		)`.execute(db);
	await sql`create index helped_watch on helped (watch_hash)`.execute(db);
}
