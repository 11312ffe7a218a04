// The whole city in one encrypted file: database, keys, settings and media, as they were at one moment.
import { createWriteStream, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import { keptFiles, leftOut, migrationTables, type Summary } from './backup/contents.ts';
import { mediaLines } from './backup/media-lines.ts';
import { seal } from './backup/sealed-file.ts';
import { countRows, sequencesOf, tablesOf } from './backup/tables.ts';
import type { Database } from './database.ts';
import { writeErasedList } from './erased.ts';
import { InstallationProblem, reasonOf } from './installation-problem.ts';

const ROWS_AT_ONCE = 500;
/** Crockford's base32, easy to write down. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Writes a backup while the city goes on working: all of it as it was at one moment, in bounded memory. The file
 * appears under its name only when it is complete and safely on the disk; one that is there already is never
 * replaced (InstallationProblem). Beside it stands the list of all that was erased, for older ones in the same folder.
 */
export async function makeBackup(
	db: Database,
	dataFolder: string,
	file: string,
	passphrase: string
): Promise<Summary> {
	if (existsSync(file)) {
		throw new InstallationProblem(`There is a file ${file} already; choose another name.`);
	}
	const unfinished = `${file}.unfinished`;
	try {
		const summary = await db
			.transaction()
			.setIsolationLevel('repeatable read')
			.setAccessMode('read only')
			.execute(async (trx) => {
				const summary = await summarise(trx, dataFolder);
				await pipeline(
					linesOf(trx, summary, dataFolder),
					createGzip(),
					(bytes: AsyncIterable<Uint8Array>) => seal(bytes, passphrase),
					createWriteStream(unfinished, { mode: 0o600, flush: true })
				);
				return summary;
			});
		renameSync(unfinished, file);
		// a database of an older Plaza knows no list
		if ('erased' in summary.tables) await writeErasedList(db, dirname(file));
		return summary;
	} catch (error) {
		rmSync(unfinished, { force: true });
		const { syscall } = error as NodeJS.ErrnoException;
		if (syscall === undefined) throw error;
		throw new InstallationProblem(`The backup cannot be written: ${reasonOf(error)}.`);
	}
}

/** 120 random bits that a person can write down: `K7Q2-9XJM-...`. */
export function makePassphrase(): string {
	const letters = Array.from(randomBytes(24), (byte) => LETTERS[byte % 32]).join('');
	return letters.replace(/.{4}(?=.)/g, '$&-');
}

async function summarise(trx: Database, dataFolder: string): Promise<Summary> {
	const tables = await tablesOf(trx);
	if (!tables.includes('kysely_migration')) {
		throw new InstallationProblem('There is nothing to back up: Plaza has not run here yet.');
	}
	const { rows } = await sql<{ name: string }>`
		select name from kysely_migration order by name`.execute(trx);
	const kept = tables.filter((name) => !leftOut.includes(name) && !migrationTables.includes(name));
	const counts: Record<string, number> = {};
	for (const table of kept) counts[table] = await countRows(trx, table);
	const files = keptFiles
		.filter((name) => existsSync(join(dataFolder, name)))
		.map((name) => [name, readFileSync(join(dataFolder, name), 'utf8')]);
	return {
		madeAt: new Date().toISOString(),
		migrations: rows.map(({ name }) => name),
		tables: counts,
		sequences: await sequencesOf(trx),
		files: Object.fromEntries(files)
	};
}

async function* linesOf(
	trx: Database,
	summary: Summary,
	dataFolder: string
): AsyncGenerator<string> {
	yield `${JSON.stringify(summary)}\n`;
	for (const table of Object.keys(summary.tables)) {
		await sql`declare backup_rows no scroll cursor for
			select to_jsonb(each)::text as row from ${sql.table(table)} as each`.execute(trx);
		for (;;) {
			const { rows } = await sql<{ row: string }>`
				fetch ${sql.lit(ROWS_AT_ONCE)} from backup_rows`.execute(trx);
			if (rows.length === 0) break;
			yield rows.map(({ row }) => `${table}\t${row}\n`).join('');
		}
		await sql`close backup_rows`.execute(trx);
	}
	// after the snapshot, so that whatever its rows call arrived is there
	if ('media' in summary.tables) yield* mediaLines(trx, dataFolder);
}
