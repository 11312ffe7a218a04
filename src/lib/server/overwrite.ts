/**
 * Forms that write over what stands somewhere. Each carries a mark of what it showed, in its field `was`; where something
 * else stands by now, nothing is written: of two who change the same thing the second is told so.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { within, type Database } from './database.ts';
import { textOf } from './form-problems.ts';

/** The mark of what a form shows: another one as soon as anything of it is another. */
export function markOf(shown: unknown): string {
	const text = JSON.stringify(shown, inOneOrder);
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/**
 * Writes what a form says, unless something else stands there than it showed. Two who save at once wait for each other.
 * @param shown what stands there, as it was marked for the form
 * @param write writes it; what it gives is in `done`
 */
export async function overwrite<Done>(
	db: Database,
	form: FormData,
	shown: (trx: Database) => Promise<unknown>,
	write: (trx: Database) => Promise<Done>
): Promise<{ done: Done } | { problem: 'changed' }> {
	return within(db, async (trx) => {
		await sql`select pg_advisory_xact_lock(hashtext('overwrite'))`.execute(trx);
		if (markOf(await shown(trx)) !== textOf(form, 'was')) return { problem: 'changed' };
		return { done: await write(trx) };
	});
}

function inOneOrder(_: string, value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
