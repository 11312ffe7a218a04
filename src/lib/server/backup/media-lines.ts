// Recordings and photos in a backup: one line for each file, behind all rows, `media/<name><TAB>bytes in base64`. A name
// is the hash of the bytes, so each line proves itself.
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { InstallationProblem } from '../installation-problem.ts';
import { nameOf, pathOf } from '../media/files.ts';

const MARK = 'media/';
const NAMES_AT_ONCE = 500;

/**
 * A line for each file that rows refer to, one file in memory at a time. A file that is gone is left out: its need was
 * taken back meanwhile.
 */
export async function* mediaLines(trx: Database, dataFolder: string): AsyncGenerator<string> {
	await sql`declare backup_media no scroll cursor for
		select coalesce(shown, sha256) as name from media where arrived_at is not null
		union select covered from media where covered is not null
		union select voice_file from need_messages where voice_file is not null
		union select voice ->> 'file' from answer_batches, jsonb_each(voices) as each (lang, voice)
		union select voice ->> 'file' from public_replies, jsonb_each(voices) as each (lang, voice)
		union select sha256 from hub_media where arrived_at is not null`.execute(trx);
	for (;;) {
		const { rows } = await sql<{ name: string }>`
			fetch ${sql.lit(NAMES_AT_ONCE)} from backup_media`.execute(trx);
		if (rows.length === 0) break;
		for (const { name } of rows) {
			const bytes = await readWhole(pathOf(dataFolder, name));
			if (bytes && nameOf(bytes) === name) yield `${MARK}${name}\t${bytes.toString('base64')}\n`;
		}
	}
	await sql`close backup_media`.execute(trx);
}

/** The bytes of a file that a backup holds under this name; undefined where the line is a row. */
export function readMediaLine(name: string, text: string): Buffer<ArrayBuffer> | undefined {
	if (!name.startsWith(MARK)) return undefined;
	const bytes = Buffer.from(text, 'base64');
	if (nameOf(bytes) === name.slice(MARK.length)) return bytes;
	throw new InstallationProblem('The backup is damaged or not whole.');
}

async function readWhole(path: string): Promise<Buffer | undefined> {
	try {
		return await readFile(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
