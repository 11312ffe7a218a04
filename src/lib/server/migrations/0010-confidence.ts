import { sql, type Kysely } from 'kysely';

/** How sure people felt before and after a session: what a person of a session said first at each moment. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table confidence (
			session uuid not null,
			person text not null,
			moment text not null,
			level smallint not null,
			received_at timestamptz not null,
			primary key (session, person, moment)
		)`.execute(db);
}
