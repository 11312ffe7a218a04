import { sql, type Kysely } from 'kysely';

/** A need is searchable a moment after it came: until then its search columns are null, and a small index finds it. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table needs
			alter column plain drop not null,
			alter column search drop not null`.execute(db);
	await sql`create index needs_unsearched on needs (id) where search is null`.execute(db);
}
