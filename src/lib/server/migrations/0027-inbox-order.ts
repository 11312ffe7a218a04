import { sql, type Kysely } from 'kysely';

/**
 * What the inbox walks over says all that a filter asks of a need, and which needs a theme has, so that no need
 * itself is read before it is shown. What changed is marked as seen by all sooner than PostgreSQL would do: until then
 * each such need is read after all.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`drop index needs_due, needs_due_open`.execute(db);
	await sql`
		create index needs_due on needs (due_at, id) include (received_at, facets)`.execute(db);
	await sql`
		create index needs_due_open on needs (due_at, id) include (received_at, facets)
			where state in ('received', 'read', 'in work')`.execute(db);
	await sql`drop index theme_needs_need`.execute(db);
	await sql`create index theme_needs_need on theme_needs (need, theme) include (removed)`.execute(
		db
	);
	// in an order that is the same in every database
	await sql`drop index need_counts_facet`.execute(db);
	await sql`
		create index need_counts_facet on need_counts (facet collate "C") include (state, many)`.execute(
		db
	);
	for (const table of ['needs', 'theme_needs', 'need_counts']) {
		await sql`
			alter table ${sql.table(table)} set (
				autovacuum_vacuum_scale_factor = 0.02,
				autovacuum_vacuum_insert_scale_factor = 0.02
			)`.execute(db);
	}
}
