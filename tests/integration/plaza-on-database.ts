import { onTestFinished } from 'vitest';
import type { Database } from '../../src/lib/server/database.ts';
import { openTestDatabase } from './database.ts';
import { startPlaza, type PlazaProcess } from './plaza-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A new Plaza with a database of the run's PostgreSQL, for tests that are not about one of its own. */
export async function startPlazaOnDatabase(): Promise<PlazaProcess & { db: Database }> {
	const { db, url, close } = await openTestDatabase();
	onTestFinished(close);
	return { ...(await startPlaza(temporaryFolder(), { env: { DATABASE_URL: url } })), db };
}
