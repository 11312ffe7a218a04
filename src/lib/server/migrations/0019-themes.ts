import { sql, type Kysely } from 'kysely';

/**
 * Themes: what belongs to them, with the moment of each need so that lists need no join, and how many there are of each
 * kind. A theme that `applies` still goes through the needs of the city, up to `applied_to` so far.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table themes (
			id uuid primary key,
			name text not null,
			rule jsonb,
			made_at timestamptz not null,
			revision integer not null default 1,
			closed_at timestamptz,
			applies boolean not null default false,
			applied_to uuid
		)`.execute(db);
	await sql`
		create table theme_needs (
			theme uuid not null references themes (id),
			need uuid not null references needs (id),
			received_at timestamptz not null,
			by text not null,
			removed boolean not null default false,
			primary key (theme, need)
		)`.execute(db);
	await sql`create index theme_needs_need on theme_needs (need)`.execute(db);
	await sql`
		create index theme_needs_order on theme_needs (theme, received_at, need)
			where not removed`.execute(db);
	await sql`
		create table theme_counts (
			theme uuid not null references themes (id),
			part text not null,
			value text not null,
			count integer not null,
			primary key (theme, part, value)
		)`.execute(db);
	await sql`
		create table theme_suggestions (
			id uuid primary key,
			made_at timestamptz not null,
			lang text not null,
			terms jsonb not null,
			shown jsonb not null,
			size integer not null,
			members jsonb not null,
			refused_at timestamptz
		)`.execute(db);
}
