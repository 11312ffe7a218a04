/** Exports: each is asked for with a reason, noted before a byte of it leaves, and written while it is read. */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { ExportFormat, ExportKind, ExportTable } from '../domain/export.ts';
import { makeId } from '../domain/id.ts';
import { readFilter } from '../domain/inbox-filter.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { answerTable } from './exports/answers.ts';
import { csvPieces } from './exports/csv.ts';
import { joinTable } from './exports/joins.ts';
import { geoJson, jsonLines } from './exports/json.ts';
import { readCentres, readNames } from './exports/names.ts';
import { needTable } from './exports/needs.ts';
import { publicationTable } from './exports/publication.ts';
import { themeTable } from './exports/themes.ts';
import { xlsxPieces } from './exports/xlsx.ts';
import type { PrivacyTables } from './privacy-tables.ts';
import { makeSearchable } from './searchable.ts';
import type { SentFile } from './sent-file.ts';

/** How long after it was asked for a file may be fetched, in milliseconds, and by nobody else. */
export const exportLasts = 60 * 60 * 1000;

export interface AskedExport {
	kind: ExportKind;
	format: ExportFormat;
	reason: string;
	/** The inbox's filter, as query of an address; a publication has none. */
	filter: string;
}

/** Notes who wants which file and why, and gives the id under which it may be fetched. */
export async function askExport(
	db: Database,
	staff: string,
	{ kind, format, reason, filter }: AskedExport,
	now: Date
): Promise<string> {
	const id = makeId(now.getTime(), randomBytes(10));
	const asked = { kind, format, reason, filter: kind === 'publication' ? '' : filter };
	await db.transaction().execute(async (trx) => {
		await trx
			.insertInto('exports')
			.values({ id, asked_at: now, staff, ...asked })
			.execute();
		await logActivity(
			trx,
			{ staff, action: 'export.asked', subject: `export:${id}`, detail: { kind, format, reason } },
			now
		);
	});
	return id;
}

/** The file that this member asked for within the last hour; undefined for everybody and everything else. */
export async function openExport(
	db: Database,
	staff: string,
	id: string,
	now: Date
): Promise<SentFile | undefined> {
	const asked = await db
		.selectFrom('exports')
		.selectAll()
		.where('id', '=', id)
		.where('staff', '=', staff)
		.where('asked_at', '>', new Date(now.getTime() - exportLasts))
		.executeTakeFirst();
	if (!asked) return undefined;
	const table = noteEnd(db, id, await tableOf(db, asked));
	const day = asked.asked_at.toISOString().slice(0, 10);
	const { type, write } = formats[asked.format];
	return {
		name: `plaza-${asked.kind}-${day}.${asked.format}`,
		type,
		pieces: await write(table, db)
	};
}

/** The newest exports, for whoever looks what left the city. */
export async function listExports(db: Database, most: number) {
	return db
		.selectFrom('exports')
		.leftJoin('staff', 'staff.id', 'exports.staff')
		.select(['exports.id', 'asked_at', 'kind', 'format', 'reason', 'ended_at', 'lines'])
		.select('staff.name as by')
		.orderBy('asked_at', 'desc')
		.orderBy('exports.id', 'desc')
		.limit(most)
		.execute();
}

type Write = (table: ExportTable, db: Database) => Promise<SentFile['pieces']>;

const formats: Record<ExportFormat, { type: string; write: Write }> = {
	csv: { type: 'text/csv; charset=utf-8', write: async (table) => csvPieces(table) },
	xlsx: {
		type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		write: async (table) => xlsxPieces(table)
	},
	geojson: {
		type: 'application/geo+json',
		write: async (table, db) => geoJson(table, await readCentres(db))
	},
	jsonl: { type: 'application/x-ndjson', write: async (table) => jsonLines(table) }
};

const tables = { needs: needTable, answers: answerTable, joins: joinTable, themes: themeTable };

async function tableOf(
	db: Database,
	{ kind, filter, staff, asked_at: now }: Selectable<PrivacyTables['exports']>
): Promise<ExportTable> {
	const names = await readNames(db);
	if (kind === 'publication') return publicationTable(db, names);
	const chosen = { filter: readFilter(new URLSearchParams(filter)), self: staff, now };
	if (chosen.filter.q) while ((await makeSearchable(db)) > 0);
	return tables[kind](db, chosen, names);
}

/** Counts the lines on their way, and notes that the last one is out. */
function noteEnd(db: Database, id: string, { columns, rows }: ExportTable): ExportTable {
	async function* counted() {
		let lines = 0;
		for await (const some of rows) {
			lines += some.length;
			yield some;
		}
		await db
			.updateTable('exports')
			.set({ ended_at: new Date(), lines: String(lines) })
			.where('id', '=', id)
			.execute();
	}
	return { columns, rows: counted() };
}
