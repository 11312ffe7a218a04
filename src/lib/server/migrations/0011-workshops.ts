import { sql, type Kysely } from 'kysely';

/**
 * Results of workshops as trainers' devices told them. The session and its lab may come later or never, so nothing refers to
 * another table. Who voted how is nowhere.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table workshops (
			id uuid primary key,
			workshop uuid not null,
			session uuid not null,
			lab uuid not null,
			received_at timestamptz not null,
			held_at text not null,
			lang text not null,
			way text not null,
			people int not null,
			opinion_groups int not null,
			groups jsonb not null
		)`.execute(db);
	await sql`create index workshops_by_arrival on workshops (received_at, id)`.execute(db);
	await sql`create index workshops_by_workshop on workshops (workshop)`.execute(db);
}
