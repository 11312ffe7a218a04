// Opening a backup: line by line in bounded memory, verified as it is read.
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import * as v from 'valibot';
import { InstallationProblem, reasonOf } from '../installation-problem.ts';
import { summarySchema, type Summary, type WholeBackup } from './contents.ts';
import { readMediaLine } from './media-lines.ts';
import { unseal } from './sealed-file.ts';

/**
 * Reads a backup's lines in bounded memory, the summary first. Ends without InstallationProblem only if passphrase
 * and file were right to the last byte.
 */
export async function* readBackup(
	file: string,
	passphrase: string
): AsyncGenerator<string, void, undefined> {
	const plain = createGunzip();
	const opening = pipeline(
		createReadStream(file),
		(bytes: AsyncIterable<Uint8Array>) => unseal(bytes, passphrase),
		plain
	);
	// the reader below meets the same failure; this one is awaited at the end
	opening.catch(() => undefined);
	try {
		yield* linesIn(plain);
		await opening;
	} catch (error) {
		const { syscall } = error as NodeJS.ErrnoException;
		if (syscall === undefined) throw error;
		throw new InstallationProblem(`The backup cannot be read: ${reasonOf(error)}.`);
	} finally {
		plain.destroy();
	}
}

/** Reads a whole backup as a restore would, and counts. */
export async function checkBackup(file: string, passphrase: string): Promise<WholeBackup> {
	let summary: Summary | undefined;
	let media = 0;
	const counted = new Map<string, number>();
	for await (const line of readBackup(file, passphrase)) {
		if (!summary) summary = readSummary(line);
		else {
			const [table, text] = splitLine(line);
			if (readMediaLine(table, text)) media++;
			else counted.set(table, (counted.get(table) ?? 0) + 1);
		}
	}
	if (!summary) throw new InstallationProblem('The backup is empty.');
	for (const [table, rows] of Object.entries(summary.tables)) {
		if (rows !== (counted.get(table) ?? 0)) {
			throw new InstallationProblem(`The backup lacks rows of ${table}.`);
		}
	}
	return { ...summary, media };
}

export function readSummary(line: string): Summary {
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), summarySchema), line);
	if (!parsed.success) throw new InstallationProblem('The backup was made by a newer Plaza.');
	return parsed.output;
}

/** The table of a row and the row as JSON text, or the name of a file and its bytes in base64. */
export function splitLine(line: string): [table: string, row: string] {
	const tab = line.indexOf('\t');
	return [line.slice(0, tab), line.slice(tab + 1)];
}

/** Only \n ends a line: people's words may hold other line separators. */
async function* linesIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	// a file is one long line in many pieces
	let waiting: string[] = [];
	for await (const piece of bytes) {
		const [first = '', ...more] = decoder.decode(piece, { stream: true }).split('\n');
		waiting.push(first);
		for (const line of more) {
			yield waiting.join('');
			waiting = [line];
		}
	}
	const last = waiting.join('');
	if (last) yield last;
}
