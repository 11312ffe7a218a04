import { sql, type Kysely } from 'kysely';

/**
 * Who is heard: how many needs came in each week, by one thing at a time (`part` and its value `key`), so that the page
 * reads some thousand rows however many needs there are, and nothing in it tells two things of one need together. What is
 * written here can be counted again from the needs at any time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table heard_counts (
			part text not null,
			week date not null,
			key text not null,
			needs integer not null,
			primary key (part, week, key)
		)`.execute(db);
	// one row: all that changed before is counted
	await sql`create table heard_counted (until timestamptz not null)`.execute(db);
	await sql`create index needs_changed on needs (changed_at, received_at)`.execute(db);
	await sql`
		create table city_numbers (
			part text not null,
			key text not null,
			people integer not null check (people > 0),
			primary key (part, key)
		)`.execute(db);
}
