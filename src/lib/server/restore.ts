// Puts a backup back: all of it or nothing.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { readBackup, readSummary, splitLine } from './backup/reading.ts';
import {
	keptFiles,
	leftOut,
	migrationTables,
	type Summary,
	type WholeBackup
} from './backup/contents.ts';
import { readMediaLine } from './backup/media-lines.ts';
import { countRows, link, tablesOf, unlink } from './backup/tables.ts';
import type { Database } from './database.ts';
import { erasedLists, mergeErased, readErased, type ErasedList } from './erased.ts';
import { InstallationProblem, reasonOf } from './installation-problem.ts';
import { keepFile } from './media/files.ts';
import { awaitLostMedia } from './media/lost.ts';
import { sweepMedia } from './media/sweep.ts';
import { migrate, migrations } from './migrations/index.ts';
import { setEpoch } from './settings.ts';
import { whileKeysRest } from './stored-keys.ts';
import { placeFile, replaceFile } from './whole-file.ts';
import { eraseListed } from './withdrawals.ts';

const BATCH_ROWS = 1_000;
const BATCH_LENGTH = 1_000_000;
const LOCK_PATIENCE = '10s';

/** What came back: `lost` recordings and photos are not in the backup and are awaited again. */
export interface Restored extends WholeBackup {
	lost: number;
}

/**
 * Restores a backup into an empty database and data folder, or with `replace` in the place of what is there. One
 * transaction: after a wrong passphrase, a damaged file or a power cut everything is as before, but for files of media
 * that nothing refers to yet. The city gets a new epoch, so that phones offer again what they sent after the backup was
 * made. What was erased since, as the lists beside the file and in the data folder and the database in its place know, is
 * erased again.
 */
export async function restoreBackup(
	db: Database,
	dataFolder: string,
	file: string,
	passphrase: string,
	{ replace }: { replace: boolean }
): Promise<Restored> {
	try {
		return await restore(db, dataFolder, file, readBackup(file, passphrase), replace);
	} catch (error) {
		// only the database knows whether the commit was the last thing that went well
		await sweepMedia(db, dataFolder).catch(() => undefined);
		const { syscall } = error as NodeJS.ErrnoException;
		if (syscall === undefined) throw error;
		throw new InstallationProblem(`The backup cannot be put back: ${reasonOf(error)}.`);
	}
}

async function restore(
	db: Database,
	dataFolder: string,
	file: string,
	lines: AsyncGenerator<string, void, undefined>,
	replace: boolean
): Promise<Restored> {
	const { value: first = '' } = await lines.next();
	const summary = readSummary(first);
	refuseNewer(summary);
	return db.transaction().execute(async (trx) => {
		await sql`set local lock_timeout = ${sql.lit(LOCK_PATIENCE)}`.execute(trx);
		const erased = mergeErased([erasedLists(file, dataFolder), await erasedHere(trx)]);
		await clear(trx, replace);
		await migrate(trx, summary.migrations.at(-1));
		const links = await unlink(trx);
		const media = await load(trx, lines, summary, dataFolder);
		await link(trx, links);
		for (const [name, last] of Object.entries(summary.sequences)) {
			if (last !== null) await sql`select setval(${name}::regclass, ${last}::bigint)`.execute(trx);
		}
		await migrate(trx);
		await eraseListed(trx, erased, new Date());
		const lost = await awaitLostMedia(trx, dataFolder);
		await setEpoch(trx);
		whileKeysRest(dataFolder, () => putFiles(dataFolder, summary.files));
		return { ...summary, media, lost };
	});
}

/** What the database that is about to be replaced knows of erasures. */
async function erasedHere(trx: Database): Promise<ErasedList> {
	const tables = await tablesOf(trx);
	return tables.includes('erased') ? readErased(trx) : { gone: [], takenBack: [] };
}

function refuseNewer({ migrations: applied }: Summary): void {
	const unknown = applied.find((name) => !(name in migrations));
	if (unknown) {
		throw new InstallationProblem(
			`This backup was made by a newer Plaza (its database has ${unknown}); upgrade Plaza first.`
		);
	}
}

async function clear(trx: Database, replace: boolean): Promise<void> {
	const tables = await tablesOf(trx);
	if (tables.length === 0) return;
	if (!tables.includes('kysely_migration')) {
		throw new InstallationProblem(
			`The database holds tables that are not Plaza's (${tables.slice(0, 3).join(', ')}); give Plaza a database of its own.`
		);
	}
	// what a city has before anybody told it anything
	const passing = [
		...leftOut,
		...migrationTables,
		'settings',
		'swap_fields',
		'labels',
		'changes',
		'publications'
	];
	for (const table of tables.filter((name) => !passing.includes(name))) {
		if (!replace && (await countRows(trx, table)) > 0) {
			throw new InstallationProblem(
				'The database is not empty. Restore into an empty data folder, or add --replace to lose what is in this one.'
			);
		}
	}
	// migrations only add, so the way back to the backup's one begins with nothing
	const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(trx);
	const schema = sql.id(rows[0]?.name ?? 'public');
	await sql`drop schema ${schema} cascade`.execute(trx);
	await sql`create schema ${schema}`.execute(trx);
}

/** Gives how many files of media came. */
async function load(
	trx: Database,
	lines: AsyncIterable<string>,
	summary: Summary,
	dataFolder: string
): Promise<number> {
	await sql`set local plaza.restoring = 'on'`.execute(trx);
	// a migration may have put rows of its own into a table
	for (const table of Object.keys(summary.tables)) {
		await sql`delete from ${sql.table(table)}`.execute(trx);
	}
	let batch: { table: string; rows: string[]; length: number } | undefined;
	let media = 0;
	for await (const line of lines) {
		const [table, row] = splitLine(line);
		const bytes = readMediaLine(table, row);
		if (bytes) {
			await keepFile(dataFolder, bytes);
			media++;
			continue;
		}
		const full =
			batch && (batch.rows.length >= BATCH_ROWS || batch.length + row.length > BATCH_LENGTH);
		if (batch && (full || batch.table !== table)) {
			await insert(trx, batch.table, batch.rows);
			batch = undefined;
		}
		batch ??= { table, rows: [], length: 0 };
		batch.rows.push(row);
		batch.length += row.length;
	}
	if (batch) await insert(trx, batch.table, batch.rows);
	for (const [table, rows] of Object.entries(summary.tables)) {
		if ((await countRows(trx, table)) !== rows) {
			throw new InstallationProblem(`The backup lacks rows of ${table}.`);
		}
	}
	return media;
}

async function insert(trx: Database, table: string, rows: string[]): Promise<void> {
	await sql`
		insert into ${sql.table(table)} overriding system value
		select * from jsonb_populate_recordset(null::${sql.table(table)}, ${`[${rows.join(',')}]`}::jsonb)`.execute(
		trx
	);
}

/** The last step before the commit: should that fail, the former keys still stand beside the new ones. */
function putFiles(dataFolder: string, files: Summary['files']): void {
	for (const name of keptFiles) {
		const text = files[name];
		const path = join(dataFolder, name);
		if (text === undefined || (existsSync(path) && readFileSync(path, 'utf8') === text)) continue;
		if (!existsSync(path)) {
			placeFile(path, text);
			continue;
		}
		copyFileSync(path, `${path}.before-${Date.now()}`);
		replaceFile(path, text);
	}
}
