import { sql, type Kysely } from 'kysely';

/**
 * Ideas for challenges. Nothing refers to the challenge: an idea may come when it is gone. `public_id`: the id under which
 * everybody reads it, of which none can tell whose it was; `same_as`: staff joined it with another one, which leads.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table ideas (
			id uuid primary key,
			public_id uuid not null unique,
			challenge uuid not null,
			received_at timestamptz not null,
			changed_at timestamptz not null,
			lang text not null,
			words text not null,
			people integer not null,
			publish boolean not null,
			by text not null,
			lab text,
			session text,
			state text not null default 'waiting',
			reason text,
			texts jsonb not null default '{}',
			same_as uuid references ideas (id),
			revision integer not null default 1,
			staff text
		)`.execute(db);
	await sql`create index ideas_challenge on ideas (challenge, received_at, id)`.execute(db);
	await sql`create index ideas_same on ideas (same_as) where same_as is not null`.execute(db);
}
