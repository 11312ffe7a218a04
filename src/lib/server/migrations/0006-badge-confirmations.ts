import { sql, type Kysely } from 'kysely';

/** Who of the city saw the holder of a badge do it alone, and what the city signed then; the first signatures stay. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table badge_confirmations (
			badge uuid primary key references badges (id),
			confirmed_at timestamptz not null,
			staff text not null,
			witness text not null,
			credential text not null,
			signature text not null
		)`.execute(db);
}
