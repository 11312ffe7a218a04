/** A list of numbers as a file that is saved, not opened. */
import { csvOf } from '../domain/csv.ts';
import type { ExportTable } from '../domain/export.ts';
import { csvPieces } from './exports/csv.ts';
import type { SentFile } from './sent-file.ts';

const type = 'text/csv; charset=utf-8';
const named = (name: string, now: Date) => `plaza-${name}-${now.toISOString().slice(0, 10)}.csv`;

/** @param name of the file, without its ending; today's date is put behind it */
export function csvFile(
	name: string,
	lines: (string | number | null)[][],
	now = new Date()
): Response {
	return new Response(csvOf(lines), {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename="${named(name, now)}"`
		}
	});
}

/** The same of a list without an end to count on. */
export function csvOfTable(name: string, table: ExportTable, now = new Date()): SentFile {
	return { name: named(name, now), type, pieces: csvPieces(table) };
}
