/** All that the city has of one need, for its person: what of each table she sees stands in bound-tables.ts. */
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { boundTables } from './bound-tables.ts';
import type { Database } from './database.ts';
import { pathOf } from './media/files.ts';

export type Row = Record<string, unknown>;

/** By table: rows as she may see them, or how many there are. Tables without any are left out. */
export type Access = Record<string, Row[] | number>;

/** A recording or photo of hers as it lies at the city. */
export interface OwnFile {
	type: string;
	base64: string;
}

/** What the city has under this id of a need. */
export async function readAccess(db: Database, id: string): Promise<Access> {
	const access: Access = {};
	for (const [table, { column, show }] of Object.entries(boundTables)) {
		const from = sql`from ${sql.table(table)} where ${sql.ref(column)} = ${id}`;
		if (show === 'count') {
			const { rows } = await sql<{ count: number }>`select count(*)::int as count ${from}`.execute(
				db
			);
			if (rows[0]?.count) access[table] = rows[0].count;
			continue;
		}
		const { rows } = await sql<Row>`select ${sql.join(show.map(sql.ref))} ${from}`.execute(db);
		if (rows.length > 0) access[table] = rows;
	}
	return access;
}

/** Her recordings and photos themselves, then the answers that were spoken to her; one that has not come, or cannot be shown, is left out. */
export async function readOwnFiles(
	db: Database,
	dataFolder: string,
	id: string
): Promise<OwnFile[]> {
	const rows = await db
		.selectFrom('media')
		.select(['shown', 'shown_type'])
		.where('submission', '=', id)
		.where('shown', 'is not', null)
		.orderBy('position')
		.execute();
	const said = await db
		.selectFrom('need_messages')
		.select(['voice_file as shown', 'voice_type as shown_type'])
		.where('need', '=', id)
		.where('voice_file', 'is not', null)
		.orderBy('said_at')
		.execute();
	const files = await Promise.all(
		[...rows, ...said].map(async ({ shown, shown_type }) => {
			const bytes = await readFile(pathOf(dataFolder, shown ?? '')).catch(() => undefined);
			return bytes && shown_type ? [{ type: shown_type, base64: bytes.toString('base64') }] : [];
		})
	);
	return files.flat();
}
