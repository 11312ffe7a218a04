import { sql } from 'kysely';
import { openDatabase } from '../../src/lib/server/database.ts';

/** One statement over a connection of its own, as making and dropping a database needs it. */
export async function onServer(url: string, statement: string): Promise<void> {
	const db = openDatabase(url);
	await sql.raw(statement).execute(db);
	await db.destroy();
}
