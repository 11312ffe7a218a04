/** Rows of an export, some at a time: no cursor and no transaction stays open while a slow client reads. */
import type { Cell } from '../../domain/export.ts';

/** So many rows are asked for at once. */
export const rowsAtOnce = 2_000;

/**
 * All rows in the order in which `read` gives them, a batch in memory at a time and none before it is wanted. The next
 * batch begins behind the last row of the one before, so each row comes once; one that arrives meanwhile may come or not.
 * @param read the rows behind one, or from the beginning, `rowsAtOnce` at most
 * @param cells what the file has of a row; undefined leaves it out
 */
export function inBatches<Row>(
	read: (last: Row | undefined) => Promise<Row[]>,
	cells: (row: Row) => Cell[] | undefined
): AsyncGenerator<Cell[][]> {
	return linesInBatches(read, (row) => {
		const kept = cells(row);
		return kept ? [kept] : [];
	});
}

/** The same where a row may have any number of lines in the file. */
export async function* linesInBatches<Row>(
	read: (last: Row | undefined) => Promise<Row[]>,
	lines: (row: Row) => Cell[][]
): AsyncGenerator<Cell[][]> {
	let last: Row | undefined;
	for (;;) {
		const rows = await read(last);
		last = rows.at(-1);
		const some = rows.flatMap(lines);
		if (some.length > 0) yield some;
		if (rows.length < rowsAtOnce) return;
	}
}
