import { sql, type Kysely } from 'kysely';

/**
 * Prioritisings of a challenge, and what one device chose last in one, by a token that tells nothing of the device. Nothing
 * refers to the prioritising: a choice may come when it is gone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table prioritisings (
			id uuid primary key,
			challenge uuid not null references challenges (id),
			made_at timestamptz not null,
			changed_at timestamptz not null,
			way text not null,
			amount integer not null,
			things jsonb not null,
			until text,
			revision integer not null default 1,
			opened_at timestamptz,
			closed_at timestamptz,
			staff text,
			counts jsonb
		)`.execute(db);
	await sql`create index prioritisings_challenge on prioritisings (challenge)`.execute(db);
	await sql`
		create table priorities (
			prioritising uuid not null,
			token text not null,
			choice jsonb not null,
			made_ms bigint not null,
			counted boolean not null default false,
			primary key (prioritising, token)
		)`.execute(db);
	await sql`create index priorities_new on priorities (prioritising) where not counted`.execute(db);
}
