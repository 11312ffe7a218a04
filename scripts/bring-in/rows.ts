// Reads a CSV file row by row; whatever is broken in it is told with its line.
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse, type Parser } from 'csv-parse';
import { InstallationProblem, reasonOf } from '../../src/lib/server/installation-problem.ts';
import type { Letter } from './letters.ts';
import { utf8Lines } from './utf8-lines.ts';

/** One row under its header. `row` counts as a spreadsheet does: the header is row 1. */
export interface Row {
	row: number;
	cells: Record<string, string>;
}

/** Well below what the city takes in one request. */
const mostLetters = 500;
const mostBytes = 1_000_000;

/** Reads the whole file without keeping it: how many rows it has, and its header. */
export async function countRows(
	file: string,
	delimiter: string
): Promise<{ rows: number; header: string[] }> {
	let rows = 0;
	let header: string[] = [];
	for await (const { cells } of readRows(file, delimiter)) {
		if (rows === 0) header = Object.keys(cells);
		rows++;
	}
	if (rows === 0) throw new InstallationProblem(`${basename(file)} has no rows.`);
	return { rows, header };
}

/** The rows of a file, one after the other. A broken file is an InstallationProblem that names the line. */
export async function* readRows(file: string, delimiter: string): AsyncGenerator<Row> {
	const parser = parse({ bom: true, columns: true, delimiter, skip_empty_lines: true });
	const flow = pipeline(createReadStream(file), utf8Lines(), parser);
	// told below, where the rows are awaited
	flow.catch(() => undefined);
	try {
		let row = 1;
		for await (const cells of parser as Parser & AsyncIterable<Record<string, string>>) {
			row++;
			yield { row, cells };
		}
		await flow;
	} catch (error) {
		throw new InstallationProblem(`${basename(file)}${brokenBy(error)}`);
	} finally {
		parser.destroy();
	}
}

/** Letters in batches that one request can carry. */
export async function* inBatches(
	rows: AsyncIterable<Row>,
	makeLetter: (row: Row) => Letter
): AsyncGenerator<Letter[]> {
	let batch: Letter[] = [];
	let bytes = 0;
	for await (const row of rows) {
		const letter = makeLetter(row);
		const size = Buffer.byteLength(JSON.stringify(letter.envelope));
		if (batch.length === mostLetters || (batch.length > 0 && bytes + size > mostBytes)) {
			yield batch;
			batch = [];
			bytes = 0;
		}
		batch.push(letter);
		bytes += size;
	}
	if (batch.length > 0) yield batch;
}

function brokenBy(error: unknown): string {
	if (error instanceof InstallationProblem) return error.message;
	if (!(error instanceof CsvError)) return `: ${reasonOf(error)}`;
	const line = String(error['lines'] ?? '');
	switch (error.code) {
		case 'CSV_QUOTE_NOT_CLOSED':
			return `: a quote is opened and never closed (${/at line \d+/.exec(error.message)?.[0] ?? `line ${line}`}).`;
		case 'CSV_INVALID_CLOSING_QUOTE':
		case 'INVALID_OPENING_QUOTE':
			return `, line ${line}: a quote stands where none can be.`;
		case 'CSV_RECORD_INCONSISTENT_COLUMNS':
			return `, line ${line}: this row has not as many columns as the header.`;
		default:
			return `: ${error.message}`;
	}
}
