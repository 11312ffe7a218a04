import { sql, type Kysely } from 'kysely';

/** What the city asks: what staff are writing, each wording as it was published, and what people answered to which. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table surveys (
			id uuid primary key,
			made_at timestamptz not null,
			changed_at timestamptz not null,
			staff text,
			edits int not null default 1,
			survey jsonb not null,
			target jsonb not null,
			revision int not null default 0,
			published_edits int,
			published_at timestamptz,
			ended_at timestamptz
		)`.execute(db);
	await sql`
		create table survey_revisions (
			survey uuid not null references surveys (id),
			revision int not null,
			content jsonb not null,
			published_at timestamptz not null,
			primary key (survey, revision)
		)`.execute(db);
	await sql`
		create table survey_answers (
			survey uuid not null references surveys (id),
			by_hash text not null,
			revision int not null,
			answers jsonb not null,
			made_ms bigint not null,
			submission uuid not null,
			received_at timestamptz not null,
			primary key (survey, by_hash)
		)`.execute(db);
}
