import { sql, type Kysely } from 'kysely';

/**
 * Labs and the sessions planned there; who leads them, on which devices. What is over stays, so that what was told or
 * learned there still has its place.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table labs (
			id uuid primary key,
			name text not null,
			place text,
			address text not null,
			made_at timestamptz not null,
			closed_at timestamptz
		)`.execute(db);
	await sql`
		create table sessions (
			id uuid primary key,
			lab uuid not null references labs (id),
			starts_at timestamptz not null,
			ends_at timestamptz not null check (ends_at > starts_at),
			modules text[] not null,
			languages text[] not null,
			cancelled boolean not null default false,
			revision integer not null default 0,
			made_at timestamptz not null,
			changed_at timestamptz not null
		)`.execute(db);
	await sql`create index sessions_by_start on sessions (starts_at, id)`.execute(db);
	await sql`
		create table trainers (
			id uuid primary key,
			name text not null,
			made_at timestamptz not null,
			ended_at timestamptz
		)`.execute(db);
	await sql`
		create table trainer_labs (
			trainer uuid not null references trainers (id) on delete cascade,
			lab uuid not null references labs (id),
			primary key (trainer, lab)
		)`.execute(db);
	await sql`
		create table trainer_invitations (
			token_hash text primary key,
			trainer uuid not null references trainers (id) on delete cascade,
			made_at timestamptz not null,
			expires_at timestamptz not null,
			used_at timestamptz,
			device uuid
		)`.execute(db);
	await sql`
		create table trainer_devices (
			id uuid primary key,
			trainer uuid not null references trainers (id) on delete cascade,
			name text not null,
			secret_hash text not null unique,
			spare text,
			made_at timestamptz not null,
			seen_at timestamptz not null,
			shut_out_at timestamptz
		)`.execute(db);
	await sql`create index trainer_devices_trainer on trainer_devices (trainer)`.execute(db);
}
