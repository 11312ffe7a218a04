import { sql, type Kysely } from 'kysely';

/**
 * Decisions: what the city does about challenges. A public reply knows from which one it began; a challenge has its place
 * among the changes, so that whoever watches a need behind it hears of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table decisions (
			id uuid primary key,
			made_at timestamptz not null,
			changed_at timestamptz not null,
			place text,
			topic text not null,
			outcome text not null,
			cost text not null,
			texts jsonb not null,
			revision integer not null default 1,
			published_at timestamptz,
			taken_back_at timestamptz,
			staff text
		)`.execute(db);
	await sql`create index decisions_order on decisions (made_at, id)`.execute(db);
	await sql`
		create table decision_challenges (
			decision uuid not null references decisions (id),
			challenge uuid not null references challenges (id),
			primary key (decision, challenge)
		)`.execute(db);
	await sql`create index decision_challenges_challenge on decision_challenges (challenge)`.execute(
		db
	);
	await sql`alter table public_replies add column decision uuid references decisions (id)`.execute(
		db
	);
	await sql`create index public_replies_decision on public_replies (decision)`.execute(db);
	await sql`alter table challenges add column change_seq bigint not null default 0`.execute(db);
}
