// What PostgreSQL knows of the schema that Plaza lives in.
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Names of all tables in the current schema, those of extensions aside. */
export async function tablesOf(db: Database): Promise<string[]> {
	const { rows } = await sql<{ name: string }>`
		select relname as name from pg_class
		where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
			and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e')
		order by relname`.execute(db);
	return rows.map(({ name }) => name);
}

export async function countRows(db: Database, table: string): Promise<number> {
	const { rows } = await sql<{ count: string }>`
		select count(*) as count from ${sql.table(table)}`.execute(db);
	return Number(rows[0]?.count);
}

/** Last number given by each sequence in the current schema. */
export async function sequencesOf(db: Database): Promise<Record<string, string | null>> {
	const { rows } = await sql<{ name: string; last: string | null }>`
		select sequencename as name, last_value::text as last from pg_sequences
		where schemaname = current_schema()`.execute(db);
	return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

/** A foreign key. */
export interface Link {
	table: string;
	name: string;
	definition: string;
}

/** Drops all foreign keys: rows that come table by table are checked when all are there. */
export async function unlink(trx: Database): Promise<Link[]> {
	const { rows } = await sql<Link>`
		select relname as table, conname as name, pg_get_constraintdef(pg_constraint.oid) as definition
		from pg_constraint join pg_class on pg_class.oid = conrelid
		where contype = 'f' and connamespace = current_schema()::regnamespace`.execute(trx);
	for (const { table, name } of rows) {
		await sql`alter table ${sql.table(table)} drop constraint ${sql.id(name)}`.execute(trx);
	}
	return rows;
}

/** Puts foreign keys back, and checks every row. */
export async function link(trx: Database, links: Link[]): Promise<void> {
	for (const { table, name, definition } of links) {
		await sql`alter table ${sql.table(table)} add constraint ${sql.id(name)} ${sql.raw(definition)}`.execute(
			trx
		);
	}
}
