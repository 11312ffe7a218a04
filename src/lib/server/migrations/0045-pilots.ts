import { sql, type Kysely } from 'kysely';

/**
 * Pilots: what the city tries out for a challenge. A survey may be a round of feedback on one, and a decision may rest on
 * one. Ideas by the id under which everybody reads them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table pilots (
			id uuid primary key,
			challenge uuid not null references challenges (id),
			made_at timestamptz not null,
			changed_at timestamptz not null,
			place text,
			lab uuid references labs (id),
			from_day text not null,
			until_day text not null,
			texts jsonb not null,
			revision integer not null default 1,
			published_at timestamptz,
			taken_back_at timestamptz,
			ended_at timestamptz,
			staff text
		)`.execute(db);
	await sql`create index pilots_order on pilots (made_at, id)`.execute(db);
	await sql`create index pilots_challenge on pilots (challenge)`.execute(db);
	await sql`
		create table pilot_ideas (
			pilot uuid not null references pilots (id),
			idea uuid not null references ideas (public_id) on delete cascade,
			primary key (pilot, idea)
		)`.execute(db);
	await sql`create index pilot_ideas_idea on pilot_ideas (idea)`.execute(db);
	await sql`
		alter table surveys add column pilot uuid references pilots (id), add column round integer
	`.execute(db);
	await sql`create unique index surveys_pilot on surveys (pilot, round)`.execute(db);
	await sql`alter table decisions add column pilot uuid references pilots (id)`.execute(db);
	await sql`create index decisions_pilot on decisions (pilot)`.execute(db);
}
