/** Takes away the files that nothing refers to any more: of needs that were taken back, or that a crash left behind. */
import { rm, stat } from 'node:fs/promises';
import type { Receipt } from '../../domain/receipt.ts';
import type { Database } from '../database.ts';
import { reasonOf } from '../installation-problem.ts';
import { readKeys } from '../keys.ts';
import { logger } from '../log.ts';
import { sweepPublishedVoices } from '../published-voices.ts';
import { dropArrived, dropFile, listFiles } from './files.ts';
import { inTurn } from './in-turn.ts';
import { isAwaited, namesInUse } from './rows.ts';

/** A draft so young may still be written. */
const oldDraft = 60_000;
const hour = 60 * 60 * 1000;

/**
 * Sweeps once and gives how many files it took away; 'other database' when it is not the one of this folder, and nothing
 * was touched. A file goes only when the database says that nothing refers to it,
 * asked while nobody else works on that file: whoever keeps one notes it in the same turn.
 * @param stop ends it before its end; what is left goes with the next one
 */
export async function sweepMedia(
	db: Database,
	dataFolder: string,
	stop?: AbortSignal
): Promise<number | 'other database'> {
	const receipt = await anyReceipt(db);
	// a database in which nobody has told anything says nothing of what is needed here
	if (!receipt) return 0;
	if (!isOfThisCity(receipt, dataFolder)) return 'other database';
	const { whole, arriving, drafts } = await listFiles(dataFolder);
	let files = 0;
	const used = await namesInUse(db, whole);
	for (const name of whole.filter((name) => !used.has(name))) {
		if (stop?.aborted) return files;
		await inTurn(`file ${name}`, async () => {
			if ((await namesInUse(db, [name])).has(name)) return;
			await dropFile(dataFolder, name);
			files++;
		});
	}
	for (const name of arriving) {
		if (stop?.aborted) return files;
		const sha256 = name.slice(0, 43);
		await inTurn(sha256, async () => {
			if (await isAwaited(db, sha256)) return;
			await dropArrived(dataFolder, name);
			files++;
		});
	}
	for (const path of drafts) {
		const found = await stat(path).catch(() => undefined);
		if (!found || Date.now() - found.mtimeMs < oldDraft) continue;
		await rm(path, { force: true });
		files++;
	}
	return files;
}

async function anyReceipt(db: Database): Promise<Receipt | undefined> {
	const row =
		(await db.selectFrom('submissions').select('receipt').limit(1).executeTakeFirst()) ??
		(await db.selectFrom('hub_letters').select('receipt').limit(1).executeTakeFirst());
	return row?.receipt;
}

/** Receipts that other keys signed are in another city's database, opened by mistake. */
function isOfThisCity({ signature }: Receipt, dataFolder: string): boolean {
	const signing = readKeys(dataFolder)?.signing ?? [];
	return signing.some(({ public: { kid } }) => signature?.startsWith(`${kid}.`));
}

/**
 * Sweeps now and every hour, behind the back of whoever asks; what goes wrong is logged, and the next sweep comes.
 * @returns what ends it, and waits for a sweep that runs
 */
export function keepSwept(db: Database, dataFolder: string): () => Promise<void> {
	const stop = new AbortController();
	let running = Promise.resolve();
	const sweepAll = async () => {
		const files = await sweepMedia(db, dataFolder, stop.signal);
		if (files === 'other database') {
			logger.warn('media are not swept: the receipts in this database are of other keys');
			return;
		}
		if (files > 0) logger.info({ files }, 'media that nothing refers to are swept');
		await sweepPublishedVoices({ db, dataFolder });
	};
	const sweep = () => {
		running = sweepAll().catch((error: unknown) =>
			logger.warn({ reason: reasonOf(error) }, 'media are not swept yet')
		);
	};
	sweep();
	const timer = setInterval(sweep, hour).unref();
	return async () => {
		clearInterval(timer);
		stop.abort();
		await running;
	};
}
