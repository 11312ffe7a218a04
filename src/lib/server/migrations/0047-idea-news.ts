import { sql, type Kysely } from 'kysely';

/**
 * Whoever said an idea hears what became of it: `change_seq` is the place of its last change among all changes. Reasons that
 * staff wrote before were for colleagues alone, and stay so (`reason_told`).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table ideas
			add column change_seq bigint not null default 0,
			add column reason_told boolean not null default false`.execute(db);
}
