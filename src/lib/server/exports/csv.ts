/** A table as CSV, in pieces. */
import { csvOf } from '../../domain/csv.ts';
import type { Cell, ExportTable } from '../../domain/export.ts';

/** The only mark of the file stands at its beginning; each piece of `csvOf` has one. */
const mark = '\ufeff';

/**
 * The table as a file for a spreadsheet: UTF-8 with its mark, lines end in CRLF, instants in ISO 8601 (UTC). No cell is a
 * formula, also where a spreadsheet cuts it: see `guardParts`.
 */
export async function* csvPieces({ columns, rows }: ExportTable): AsyncGenerator<string> {
	yield csvOf([[...columns]]);
	for await (const some of rows)
		yield csvOf(some.map((row) => row.map(plainCell))).slice(mark.length);
}

function plainCell(cell: Cell): string | number | null {
	if (cell instanceof Date) return cell.toISOString();
	if (typeof cell === 'boolean') return String(cell);
	return typeof cell === 'string' ? guardParts(cell) : cell;
}

/**
 * An apostrophe before a formula's sign behind a quotation mark, a line's end, a semicolon or a tab too: a spreadsheet of
 * a country that writes decimals with a comma cuts a line at its semicolons, and some cut at every line's end, whatever
 * is quoted.
 */
function guardParts(text: string): string {
	return text.replace(/((?:^"|[\r\n;\t])[\s"\p{Cf}]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu, "$1'");
}
