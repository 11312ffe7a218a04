/** An empty database with its tables, filled with needs, for one measurement at a time. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../src/lib/server/database.ts';
import { migrate } from '../../src/lib/server/migrations/index.ts';
import { startPostgres } from '../../src/lib/server/postgres.ts';
import { fillNeeds } from './needs.ts';

/**
 * Measures at each size, or at the one that `PLAZA_BENCH_NEEDS` names; nothing is left behind.
 * @param measure gets so many needs, in how many seconds they were written, and where the database is
 */
export async function atEachSize(
	sizes: readonly number[],
	measure: (db: Database, count: number, seconds: number, url: string) => Promise<void>
): Promise<void> {
	const chosen = Number(process.env['PLAZA_BENCH_NEEDS'] ?? 0);
	for (const count of chosen > 0 ? [chosen] : sizes) await atSize(count, measure);
}

async function atSize(count: number, measure: Parameters<typeof atEachSize>[1]): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'plaza-bench-'));
	chmodSync(folder, 0o755);
	const postgres = await startPostgres(folder);
	const db = openDatabase(postgres.url);
	try {
		await migrate(db);
		const began = performance.now();
		await fillNeeds(db, count);
		const seconds = Math.round((performance.now() - began) / 1000);
		await measure(db, count, seconds, postgres.url);
	} finally {
		await db.destroy();
		await postgres.stop();
		rmSync(folder, { recursive: true });
	}
}
