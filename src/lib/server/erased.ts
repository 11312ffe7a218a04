/**
 * What was erased, and what was taken back before it came: kept as a list beside the backups, so that a backup from before
 * is erased again when it is put back. It has ids and hashes only.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { placeFile, replaceFile } from './whole-file.ts';

/** Its name, in the data folder and beside each backup. */
export const erasedList = 'plaza-erased.txt';

export interface ErasedList {
	/** Submissions that came and are gone: id, sha256 of what came, ISO instant. */
	gone: [id: string, sha256: string, at: string][];
	/** Hashes of withdraw secrets that were used, with the ISO instant. */
	takenBack: [hash: string, at: string][];
}

/** Notes that these submissions came and are gone. */
export async function noteErased(trx: Database, ids: string[], now: Date): Promise<void> {
	await sql`
		insert into erased (id, sha256, erased_at)
		select id, sha256, ${now} from submissions where id = any(${ids}::uuid[])
		on conflict (id) do nothing`.execute(trx);
}

/** Notes what another database, or a list, knows to be erased: when it comes again, only the fact is kept. */
export async function noteListed(trx: Database, { gone }: ErasedList): Promise<void> {
	const rows = gone.map(([id, sha256, erased_at]) => ({ id, sha256, erased_at }));
	await sql`
		insert into erased select * from json_populate_recordset(null::erased, ${JSON.stringify(rows)}::json)
		on conflict (id) do nothing`.execute(trx);
}

/** Which of these submissions were erased. */
export async function erasedAmong(trx: Database, ids: string[]): Promise<Set<string>> {
	const { rows } = await sql<{ id: string }>`
		select id from erased where id = any(${ids}::uuid[])`.execute(trx);
	return new Set(rows.map(({ id }) => id));
}

/** All that was erased until now. */
export async function readErased(db: Database): Promise<ErasedList> {
	const [gone, takenBack] = await Promise.all([
		db.selectFrom('erased').selectAll().orderBy('erased_at').orderBy('id').execute(),
		db.selectFrom('withdrawn').selectAll().orderBy('withdrawn_at').execute()
	]);
	return {
		gone: gone.map(({ id, sha256, erased_at }) => [id, sha256, erased_at.toISOString()]),
		takenBack: takenBack.map((row) => [row.withdraw_hash, row.withdrawn_at.toISOString()])
	};
}

/** Writes the list as it is now into a folder, together with what a list there has already. */
export async function writeErasedList(db: Database, folder: string): Promise<void> {
	const list = mergeErased([readErasedList(join(folder, erasedList)), await readErased(db)]);
	const lines = [
		...list.gone.map((row) => `gone ${row.join(' ')}`),
		...list.takenBack.map((row) => `taken-back ${row.join(' ')}`)
	];
	const path = join(folder, erasedList);
	const text = lines.map((line) => `${line}\n`).join('');
	if (existsSync(path)) replaceFile(path, text);
	else placeFile(path, text);
}

/** The lists beside a backup and in the data folder, together. */
export function erasedLists(backup: string, dataFolder: string): ErasedList {
	const folders = new Set([resolve(dirname(backup)), resolve(dataFolder)]);
	return mergeErased([...folders].map((folder) => readErasedList(join(folder, erasedList))));
}

/** Several lists as one. */
export function mergeErased(lists: ErasedList[]): ErasedList {
	const gone = new Map(lists.flatMap((list) => list.gone.map((row) => [row[0], row])));
	const takenBack = new Map(lists.flatMap((list) => list.takenBack.map((row) => [row[0], row])));
	return { gone: [...gone.values()], takenBack: [...takenBack.values()] };
}

/** A line that is not understood is left out: half a list is better than no restore. */
function readErasedList(path: string): ErasedList {
	const list: ErasedList = { gone: [], takenBack: [] };
	if (!existsSync(path)) return list;
	for (const line of readFileSync(path, 'utf8').split('\n')) {
		const [, id, sha256, at] = /^gone ([0-9a-f-]{36}) (\S{43}) (\S+Z)$/.exec(line) ?? [];
		if (id && sha256 && at) list.gone.push([id, sha256, at]);
		const [, hash, when] = /^taken-back (\S{43}) (\S+Z)$/.exec(line) ?? [];
		if (hash && when) list.takenBack.push([hash, when]);
	}
	return list;
}
