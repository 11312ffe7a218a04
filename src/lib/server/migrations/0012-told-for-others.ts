import { sql, type Kysely } from 'kysely';

/** How a need was told that a trainer told for others: of how many people, and on which day it was written on paper. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table needs
			add column told text,
			add column told_people integer,
			add column written_on text`.execute(db);
	// all that the counts of the inbox read, so that they never touch the table
	await sql`
		create index needs_told on needs (told, received_at, id)
			include (lang, state, topic, place) where told is not null`.execute(db);
}
