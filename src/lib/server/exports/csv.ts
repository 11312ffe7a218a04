/** A table as CSV, in pieces. */
import { csvOf } from '../../domain/csv.ts';
import type { Cell, ExportTable } from '../../domain/export.ts';

/** The only mark of the file stands at its beginning; each piece of `csvOf` has one. */
const mark = '\ufeff';

/**
 * The table as a file for a spreadsheet: UTF-8 with its mark, lines end in CRLF, instants in ISO 8601 (UTC). No cell is a
 * formula, also where a spreadsheet cuts it.
 */
export async function* csvPieces({ columns, rows }: ExportTable): AsyncGenerator<string> {
	yield csvOf([[...columns]]);
	for await (const some of rows)
		yield csvOf(some.map((row) => row.map(plainCell))).slice(mark.length);
}

function plainCell(cell: Cell): string | number | null {
	if (cell instanceof Date) return cell.toISOString();
	return typeof cell === 'boolean' ? String(cell) : cell;
}
