import { sql, type Kysely } from 'kysely';

/**
 * One index for all that a list of the inbox asks of a need: its facets, its words, and the month in which its answer is due
 * (thirty days each). What is rare gives what is compared with the rest, instead of two long lists, each made whole; and a
 * list of which there is much is found in a month or two of all years.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`drop index needs_facets, needs_search`.execute(db);
	await sql`
		create index needs_found on needs using gin (
			facets, search, (array[((due_at at time zone 'utc')::date - date '2000-01-01') / 30])
		) with (fastupdate = off)`.execute(db);
}
