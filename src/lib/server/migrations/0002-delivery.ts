import { sql, type Kysely } from 'kysely';

/**
 * Delivery: media that come after the words, sealed submissions, hubs with what they hold, and what the city publishes,
 * in the order of commits.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	// `via` is the hub that brought it first
	await sql`alter table submissions add column via text`.execute(db);
	// one row, updated as the last step of a change: who holds it commits before the next one counts
	await sql`create table changes (last bigint not null)`.execute(db);
	await sql`insert into changes (last) values (0)`.execute(db);
	await sql`alter table needs add column change_seq bigint not null default 0`.execute(db);
	await sql`
		create table media (
			submission uuid not null references submissions (id),
			position integer not null,
			sha256 text not null,
			size integer not null,
			type text not null,
			role text not null,
			arrived_at timestamptz,
			shown text,
			shown_type text,
			primary key (submission, position)
		)`.execute(db);
	await sql`create index media_sha256 on media (sha256)`.execute(db);
	await sql`create index media_shown on media (shown)`.execute(db);
	// the hash under which bytes may come: of the plain ones, or of those sealed for one submission
	await sql`
		create table media_awaited (
			sha256 text not null,
			submission uuid not null,
			position integer not null,
			size integer not null,
			sealed boolean not null,
			primary key (sha256, submission, position),
			foreign key (submission, position) references media (submission, position) on delete cascade
		)`.execute(db);
	await sql`create index media_awaited_submission on media_awaited (submission, position)`.execute(
		db
	);
	await sql`
		create table publications (
			id text primary key,
			kind text not null,
			lang text,
			body jsonb,
			changed_at timestamptz not null,
			change_seq bigint not null
		)`.execute(db);
	await sql`create index publications_change on publications (change_seq)`.execute(db);
	await sql`
		create table hubs (
			node text primary key,
			name text not null,
			secret_hash text not null,
			made_at timestamptz not null,
			revoked_at timestamptz,
			seen_at timestamptz
		)`.execute(db);
	// what a hub holds: the letter as it came, the hub's own receipt, and the city's answer
	await sql`
		create table hub_letters (
			id uuid not null,
			sha256 text not null,
			received_at timestamptz not null,
			letter jsonb,
			receipt jsonb not null,
			tried_at timestamptz,
			result jsonb,
			settled_at timestamptz,
			primary key (id, sha256)
		)`.execute(db);
	await sql`
		create index hub_letters_waiting on hub_letters (received_at)
			where settled_at is null`.execute(db);
	await sql`
		create table hub_media (
			sha256 text primary key,
			size integer not null,
			arrived_at timestamptz,
			forwarded_at timestamptz
		)`.execute(db);
	await sql`
		create table hub_watched (
			watch text primary key,
			asked_at timestamptz not null,
			news jsonb
		)`.execute(db);
}
