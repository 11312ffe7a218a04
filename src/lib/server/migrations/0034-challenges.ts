import { sql, type Kysely } from 'kysely';

/**
 * Challenges: the problem that needs state together, and which needs those are. `removed`: a hand took a need out, and no
 * theme brings it back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table challenges (
			id uuid primary key,
			made_at timestamptz not null,
			changed_at timestamptz not null,
			place text,
			topic text not null,
			texts jsonb not null,
			until text,
			revision integer not null default 1,
			opened_at timestamptz,
			closed_at timestamptz,
			staff text
		)`.execute(db);
	await sql`create index challenges_order on challenges (made_at, id)`.execute(db);
	await sql`
		create table challenge_themes (
			challenge uuid not null references challenges (id),
			theme uuid not null references themes (id),
			primary key (challenge, theme)
		)`.execute(db);
	await sql`create index challenge_themes_theme on challenge_themes (theme)`.execute(db);
	await sql`
		create table challenge_needs (
			challenge uuid not null references challenges (id),
			need uuid not null references needs (id),
			added_at timestamptz not null,
			removed boolean not null default false,
			primary key (challenge, need)
		)`.execute(db);
	await sql`create index challenge_needs_need on challenge_needs (need)`.execute(db);
}
