/** Can this server do its work now? */
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

/** Undefined when the database answers and has every migration of this Plaza, else the reason in English. */
export async function reasonNotReady(db: Database): Promise<string | undefined> {
	try {
		const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
		const done = new Set(rows.map(({ name }) => name));
		const missing = Object.keys(migrations).filter((name) => !done.has(name));
		return missing.length > 0 ? `migrations are missing: ${missing.join(', ')}` : undefined;
	} catch {
		return 'the database cannot be reached';
	}
}
