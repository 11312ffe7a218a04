/** All that the city has of one need, for its person: what of each table she sees stands in bound-tables.ts. */
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { boundTables } from './bound-tables.ts';
import type { Database } from './database.ts';
import { pathOf } from './media/files.ts';
import { neighbourhoodNames } from './neighbourhoods.ts';
import { readMessages } from './thread-messages.ts';

export type Row = Record<string, unknown>;

/** By table: rows as she may see them, or how many there are. Tables without any are left out. */
export type Access = Record<string, Row[] | number>;

/** A recording or photo of hers as it lies at the city. */
export interface OwnFile {
	type: string;
	base64: string;
}

/** What a page or file for her holds: all of it, and the name of the neighbourhood that her need is about. */
export interface Everything {
	access: Access;
	files: OwnFile[];
	place: string | undefined;
}

/** All that the city has under this id of a need, her recordings and photos with it. */
export async function readEverything(
	db: Database,
	dataFolder: string,
	id: string
): Promise<Everything> {
	const [access, files, names] = await Promise.all([
		readAccess(db, id),
		readOwnFiles(db, dataFolder, id),
		neighbourhoodNames(db)
	]);
	const { needs } = access;
	const [need] = Array.isArray(needs) ? needs : [];
	return { access, files, place: names.get(String(need?.['place'])) };
}

/** What the city has under this id of a need; of its answers those too that she reads because it is joined to another one. */
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
	const messages = [...ownMessages(access), ...(await heardMessages(db, id))];
	if (messages.length > 0) access['need_messages'] = messages.sort(bySaying);
	return access;
}

function ownMessages(access: Access): Row[] {
	const rows = access['need_messages'];
	return Array.isArray(rows) ? rows : [];
}

/** What was said to other needs and she reads too: hers is or was joined to them. */
async function heardMessages(db: Database, id: string): Promise<Row[]> {
	const read = (await readMessages(db, [id])).get(id) ?? [];
	return read
		.filter(({ need }) => need !== id)
		.map(({ said_at, lang, words, voice }) => ({
			...{ said_at, lang, words },
			...(voice && { voice_type: voice.type, voice_size: voice.size })
		}));
}

function bySaying(one: Row, other: Row): number {
	return Number(one['said_at']) - Number(other['said_at']);
}

/** Her recordings and photos themselves, then the spoken answers that she reads; one that has not come, or cannot be shown, is left out. */
async function readOwnFiles(db: Database, dataFolder: string, id: string): Promise<OwnFile[]> {
	const rows = await db
		.selectFrom('media')
		.select(['shown', 'shown_type'])
		.where('submission', '=', id)
		.where('shown', 'is not', null)
		.orderBy('position')
		.execute();
	const read = (await readMessages(db, [id])).get(id) ?? [];
	const spoken = read.filter(({ voice }) => voice).map((message) => message.id);
	const said = await db
		.selectFrom('need_messages')
		.select(['voice_file as shown', 'voice_type as shown_type'])
		.where((row) => row('id', '=', row.fn.any(row.val(spoken))))
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
