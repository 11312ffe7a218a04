import { sql, type Kysely } from 'kysely';

/** Pilots: what is tried for a challenge before it is decided, and the surveys that ask how it went. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table pilots (
			id uuid primary key,
			challenge uuid not null references challenges (id),
			idea uuid,
			made_at timestamptz not null,
			changed_at timestamptz not null,
			place text,
			lab uuid references labs (id),
			from_day text not null,
			to_day text not null,
			state text not null,
			texts jsonb not null,
			revision integer not null default 1,
			published_at timestamptz,
			taken_back_at timestamptz,
			staff text
		)`.execute(db);
	await sql`create index pilots_challenge on pilots (challenge)`.execute(db);
	await sql`
		create table pilot_surveys (
			pilot uuid not null references pilots (id),
			survey uuid not null references surveys (id),
			primary key (pilot, survey)
		)`.execute(db);
}
