/**
 * The order of what the city says: every change that a device will hear of gets a number, in the order of commits, so
 * that a reader who stands at a number never misses a smaller one. The one row is held until the commit, which makes
 * writers wait for each other; it must be the last step of a transaction.
 */
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** The numbers of changes that are about to be committed together, in their order. */
export async function nextChanges(trx: Database, count: number): Promise<bigint[]> {
	const { last } = await trx
		.updateTable('changes')
		.set({ last: sql`last + ${count}::bigint` })
		.returning('last')
		.executeTakeFirstOrThrow();
	return Array.from({ length: count }, (_, index) => BigInt(last) - BigInt(count - 1 - index));
}

/** The number of the last change that is committed. Read it before what it is to stand for. */
export async function lastChange(db: Database): Promise<string> {
	const { last } = await db.selectFrom('changes').select('last').executeTakeFirstOrThrow();
	return last;
}

/** Gives needs, badges or ideas their place among the changes: whoever watches them will hear. */
export async function tellChange(
	trx: Database,
	nouns: 'needs' | 'badges' | 'ideas',
	ids: string[]
): Promise<void> {
	if (ids.length === 0) return;
	const [number] = await nextChanges(trx, 1);
	await trx
		.updateTable(nouns)
		.set({ change_seq: String(number) })
		.where('id', 'in', ids)
		.execute();
}

/** Where a reader stands: `<epoch>.<number>`. */
export function cursorOf(epoch: string, number: string): string {
	return `${epoch}.${number}`;
}

/** The number in a cursor; 0, so everything, in one of another epoch: the city was restored since. */
export function numberIn(cursor: string | undefined, epoch: string): string {
	const dot = cursor?.lastIndexOf('.') ?? -1;
	return cursor && cursor.slice(0, dot) === epoch ? cursor.slice(dot + 1) : '0';
}
