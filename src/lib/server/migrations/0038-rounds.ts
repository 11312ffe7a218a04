import { sql, type Kysely } from 'kysely';

/**
 * Rounds of a challenge, and what one device said last of one statement, by a token that tells nothing of the device.
 * Nothing refers to the round: an opinion may come when it is gone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table rounds (
			id uuid primary key,
			challenge uuid not null references challenges (id),
			made_at timestamptz not null,
			changed_at timestamptz not null,
			statements jsonb not null,
			until text,
			revision integer not null default 1,
			opened_at timestamptz,
			closed_at timestamptz,
			staff text,
			results jsonb
		)`.execute(db);
	await sql`create index rounds_challenge on rounds (challenge)`.execute(db);
	await sql`
		create table opinions (
			round uuid not null,
			token text not null,
			statement text not null,
			vote smallint not null,
			made_ms bigint not null,
			counted boolean not null default false,
			primary key (round, token, statement)
		)`.execute(db);
	await sql`create index opinions_new on opinions (round) where not counted`.execute(db);
}
