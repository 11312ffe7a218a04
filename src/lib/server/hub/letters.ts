/** The letters that a hub holds: sealed submissions as they came, each with the hub's own receipt and the city's last word. */
import { sql } from 'kysely';
import type { Sealed } from '../../domain/sealed.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { SyncResult } from '../../domain/sync.ts';
import type { Database } from '../database.ts';

/** A letter on its way in. */
export interface HubLetter {
	letter: Sealed;
	/** Fingerprint of the sealed form: all that a hub can know of it. */
	sha256: string;
	receipt: Receipt;
}

/** What the hub says of a letter that it holds. */
export interface HeldLetter {
	receipt: Receipt;
	/** The city's last word, once it came. */
	result: SyncResult | null;
	settled: boolean;
	/** Hashes of its media that have not come to the hub. */
	missing: string[];
}

/** Keeps letters, each once, and gives what is held of them, in their order. */
export async function keepLetters(
	db: Database,
	letters: HubLetter[],
	now: Date
): Promise<HeldLetter[]> {
	if (letters.length === 0) return [];
	return db.transaction().execute(async (trx) => {
		await sql`
			select set_config('lock_timeout', '5s', true), set_config('statement_timeout', '20s', true)`.execute(
			trx
		);
		const ordered = letters.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
		await trx
			.insertInto('hub_letters')
			.values(
				ordered.map(({ letter, sha256, receipt }) => ({
					id: letter.id,
					sha256,
					received_at: now,
					letter: JSON.stringify(letter),
					receipt: JSON.stringify(receipt)
				}))
			)
			.onConflict((conflict) =>
				conflict
					.columns(['id', 'sha256'])
					// let go of, and lost by the city since: it has to go there once more
					.doUpdateSet({ letter: (row) => row.ref('excluded.letter') })
					.where('hub_letters.letter', 'is', null)
					.where('hub_letters.settled_at', 'is', null)
			)
			.execute();
		const media = ordered.flatMap(({ letter }) => letter.media);
		if (media.length > 0) {
			await trx
				.insertInto('hub_media')
				.values(media.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1)))
				.onConflict((conflict) => conflict.column('sha256').doNothing())
				.execute();
		}
		const held = await heldLetters(trx, letters);
		const refused = letters.filter((_, at) => held[at]?.settled && !held[at].result?.receipt);
		for (const each of refused) await offerOnceMore(trx, each);
		return held;
	});
}

/** Whoever brings what the city refused wants it tried again: the city may be able to take it by now. */
async function offerOnceMore(trx: Database, { letter, sha256 }: HubLetter): Promise<void> {
	await trx
		.updateTable('hub_letters')
		.set({ letter: JSON.stringify(letter), settled_at: null, tried_at: null })
		.where('id', '=', letter.id)
		.where('sha256', '=', sha256)
		.execute();
}

async function heldLetters(trx: Database, letters: HubLetter[]): Promise<HeldLetter[]> {
	const rows = await trx
		.selectFrom('hub_letters')
		.select(['id', 'sha256', 'receipt', 'result', 'settled_at'])
		.where(
			'id',
			'in',
			letters.map(({ letter }) => letter.id)
		)
		.execute();
	const lacking = await lackingAmong(
		trx,
		letters.flatMap(({ letter }) => letter.media)
	);
	return letters.map(({ letter, sha256 }) => {
		const row = rows.find((each) => each.id === letter.id && each.sha256 === sha256);
		if (!row) throw new Error('a letter that was just kept is gone');
		const hashes = letter.media.map((item) => item.sha256).filter((hash) => lacking.has(hash));
		return {
			receipt: row.receipt,
			result: row.result,
			settled: row.settled_at !== null,
			missing: [...new Set(hashes)]
		};
	});
}

async function lackingAmong(trx: Database, media: Sealed['media']): Promise<Set<string>> {
	if (media.length === 0) return new Set();
	const rows = await trx
		.selectFrom('hub_media')
		.select('sha256')
		.where(
			'sha256',
			'in',
			media.map(({ sha256 }) => sha256)
		)
		.where('arrived_at', 'is', null)
		.execute();
	return new Set(rows.map(({ sha256 }) => sha256));
}

/** Letters that the city has not said its last word on, those that were tried least lately first. */
export async function waitingLetters(
	db: Database,
	limit: number,
	triedBefore: Date
): Promise<{ id: string; sha256: string; letter: Sealed }[]> {
	const rows = await db
		.selectFrom('hub_letters')
		.select(['id', 'sha256', 'letter'])
		.where('settled_at', 'is', null)
		.where('letter', 'is not', null)
		.where((row) => row.or([row('tried_at', 'is', null), row('tried_at', '<', triedBefore)]))
		.orderBy(sql`tried_at nulls first`)
		.orderBy('received_at')
		.limit(limit)
		.execute();
	return rows.flatMap(({ letter, ...row }) => (letter ? [{ ...row, letter }] : []));
}

/** Notes what the city said of a letter; `settled` when that was its last word. */
export async function noteResult(
	db: Database,
	{ id, sha256 }: { id: string; sha256: string },
	result: SyncResult | null,
	settled: boolean,
	now: Date
): Promise<void> {
	await db
		.updateTable('hub_letters')
		.set({
			tried_at: now,
			...(result && { result: JSON.stringify(result) }),
			...(settled && { settled_at: now })
		})
		.where('id', '=', id)
		.where('sha256', '=', sha256)
		.execute();
}

/** The city came back from a backup: whatever is still here is offered to it again; what was let go of, when a phone brings it. */
export async function offerAgain(db: Database): Promise<void> {
	await db.updateTable('hub_letters').set({ settled_at: null, tried_at: null }).execute();
}

/** Lets go of letters that the city settled so long ago; that they were here, and its word, stays. */
export async function forgetLetters(db: Database, settledBefore: Date): Promise<void> {
	await db
		.updateTable('hub_letters')
		.set({ letter: null })
		.where('settled_at', '<', settledBefore)
		.where('letter', 'is not', null)
		.execute();
	await sql`
		delete from hub_media where not exists (
			select 1 from hub_letters, jsonb_array_elements(letter -> 'media') as item
			where letter is not null and item ->> 'sha256' = hub_media.sha256)`.execute(db);
}

function keyOf({ letter, sha256 }: HubLetter): string {
	return `${letter.id} ${sha256}`;
}
