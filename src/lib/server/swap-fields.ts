/** The swap fields that the city gives itself. */
import * as v from 'valibot';
import { swapsSchema, type Swaps } from '../domain/swap-fields.ts';
import type { Database } from './database.ts';

/** What the city has given; nothing of a field that it has not. */
export async function readSwaps(db: Database): Promise<Swaps> {
	const rows = await db.selectFrom('swap_fields').selectAll().execute();
	const swaps: Record<string, string | Record<string, string>> = {};
	for (const { field, lang, value } of rows) {
		if (lang === '') swaps[field] = value;
		else swaps[field] = { ...(swaps[field] as Record<string, string> | undefined), [lang]: value };
	}
	return v.parse(swapsSchema, swaps);
}

/**
 * Puts these in the place of all that were given.
 * @param trx a transaction, so that all of it holds or nothing
 */
export async function writeSwaps(trx: Database, swaps: Swaps): Promise<void> {
	const rows = Object.entries(swaps).flatMap(([field, value]) =>
		typeof value === 'string'
			? [{ field, lang: '', value }]
			: Object.entries(value).map(([lang, name]) => ({ field, lang, value: name }))
	);
	await trx.deleteFrom('swap_fields').execute();
	if (rows.length > 0) await trx.insertInto('swap_fields').values(rows).execute();
}
