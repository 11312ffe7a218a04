import { sql } from 'kysely';
import type { Database } from '../../src/lib/server/database.ts';

/**
 * How many dead rows of needs and submissions still lie in the database's files. Counted in them, because PostgreSQL's own
 * numbers come later, connection by connection.
 */
export async function deadRows(db: Database): Promise<number | undefined> {
	await sql`create extension if not exists pgstattuple`.execute(db);
	const { rows } = await sql<{ count: number }>`
		select sum(dead_tuple_count)::int as count
		from unnest(array['needs', 'submissions']) as name, pgstattuple(name)`.execute(db);
	return rows[0]?.count;
}
