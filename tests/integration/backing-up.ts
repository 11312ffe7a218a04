/** A city that is backed up and restored, for tests. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeBackup } from '../../src/lib/server/backup.ts';
import type { Database } from '../../src/lib/server/database.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { cityMedia } from '../../src/lib/server/media/city-store.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { openEmptyDatabase, type TestDatabase } from './database.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Opens every backup of these tests. */
export const passphrase = 'correct horse battery staple';

/** The database of a test, closed when it has ended. */
export async function opened(database: Promise<TestDatabase>): Promise<Database> {
	const { db, close } = await database;
	onTestFinished(close);
	return db;
}

/** All that a city has at hand. */
export function homeOf(db: Database) {
	const dataFolder = temporaryFolder();
	return { db, dataFolder, keys: loadKeys(dataFolder), media: cityMedia(db, dataFolder) };
}

export type Home = ReturnType<typeof homeOf>;

/** The file of a city's backup. */
export async function backUp({ db, dataFolder }: Pick<Home, 'db' | 'dataFolder'>): Promise<string> {
	const file = join(temporaryFolder(), 'city.plaza');
	await makeBackup(db, dataFolder, file, passphrase);
	return file;
}

/** A new city to which a backup is brought back, and what was found in it. */
export async function restored(file: string) {
	const db = await opened(openEmptyDatabase());
	const dataFolder = temporaryFolder();
	const found = await restoreBackup(db, dataFolder, file, passphrase, { replace: false });
	return { db, dataFolder, found, media: cityMedia(db, dataFolder), keys: loadKeys(dataFolder) };
}
