import { sql, type Kysely } from 'kysely';

/**
 * Sessions as they were held, and who took part: pseudonyms of that session alone, each pair once. Either may come first,
 * and from a lab that the city does not know, so nothing refers to another table. The times are those of the trainer's
 * device, as it said them. Needs and progress keep the session in which they were told.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table held_sessions (
			id uuid primary key,
			lab uuid not null,
			received_at timestamptz not null,
			started_at text not null,
			ends_at text not null,
			modules text[] not null,
			languages text[] not null
		)`.execute(db);
	await sql`create index held_sessions_by_arrival on held_sessions (received_at, id)`.execute(db);
	await sql`
		create table attendance (
			session uuid not null,
			person text not null,
			received_at timestamptz not null,
			same_as text,
			primary key (session, person)
		)`.execute(db);
	await sql`alter table needs add column session text`.execute(db);
	await sql`alter table progress add column session text`.execute(db);
}
