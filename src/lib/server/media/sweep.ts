/** Takes away the files that nothing refers to any more: of needs that were taken back, or that a crash left behind. */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../database.ts';
import { reasonOf } from '../installation-problem.ts';
import { logger } from '../log.ts';
import { dropArrived, dropFile, listFiles, pathOf } from './files.ts';
import { inTurn } from './in-turn.ts';
import { isExpected, namesInUse } from './rows.ts';

/** A file so young may belong to a request that is about to note it. */
const tooYoung = 60_000;

/** What a sweep took away. */
export interface Swept {
	files: number;
}

/**
 * Sweeps once. A file goes only when the database says that nothing refers to it.
 * @param youngest files changed later than so many milliseconds ago stay, whatever the database says
 */
export async function sweepMedia(
	db: Database,
	dataFolder: string,
	youngest = tooYoung
): Promise<Swept> {
	const { whole, arriving, drafts } = await listFiles(dataFolder);
	const isOld = async (path: string) => {
		const found = await stat(path).catch(() => undefined);
		return found !== undefined && Date.now() - found.mtimeMs >= youngest;
	};
	let files = 0;
	const used = await namesInUse(db, whole);
	for (const name of whole.filter((name) => !used.has(name))) {
		if (!(await isOld(pathOf(dataFolder, name)))) continue;
		await inTurn(`file ${name}`, async () => {
			// asked once more: it may have been noted meanwhile
			if ((await namesInUse(db, [name])).has(name)) return;
			await dropFile(dataFolder, name);
			files++;
		});
	}
	for (const name of arriving) {
		if (!(await isOld(join(dataFolder, 'media', 'arriving', name)))) continue;
		await inTurn(name, async () => {
			if (await isExpected(db, name)) return;
			await dropArrived(dataFolder, name);
			files++;
		});
	}
	for (const path of drafts) {
		if (!(await isOld(path))) continue;
		await rm(path, { force: true });
		files++;
	}
	return { files };
}

/** Sweeps behind the back of whoever asks; what goes wrong is logged, and the next sweep comes. */
export function sweepSoon(db: Database, dataFolder: string, youngest?: number): Promise<void> {
	return sweepMedia(db, dataFolder, youngest).then(
		() => undefined,
		(error: unknown) => logger.warn({ reason: reasonOf(error) }, 'media are not swept yet')
	);
}
