/** How a hub brings its letters and their media to the city, and what counts as the city's last word on each. */
import { bringBytes } from '../../domain/bring-bytes.ts';
import { isReceiptFor, type KeySet } from '../../domain/receipt.ts';
import type { Sealed } from '../../domain/sealed.ts';
import type { SyncResponse, SyncResult } from '../../domain/sync.ts';
import type { Database } from '../database.ts';
import { failpoint } from '../failpoint.ts';
import { checkSignature } from '../signature.ts';
import { noteResult, waitingLetters } from './letters.ts';
import { askAnew, heldBytes } from './media-store.ts';
import { checkedKeys } from './memory.ts';
import type { NoCity, Upstream } from './upstream.ts';

/** What the forwarder works with. */
export interface Forwarding {
	db: Database;
	dataFolder: string;
	upstream: Upstream;
	root: KeySet['root'];
}

/** Letters in one request. */
const batchLength = 200;
/** Characters of letters in one request; one letter has at most 96 KB. */
const batchSize = 1_000_000;

/** Brings every letter that waits, each once in this round; gives why it broke off, where it did. */
export async function bringLetters(
	work: Forwarding,
	keys: KeySet,
	began: Date
): Promise<NoCity | undefined> {
	for (;;) {
		const letters = takeBatch(await waitingLetters(work.db, batchLength, began));
		if (letters.length === 0) return undefined;
		const broken = await forwardBatch(work, keys, letters, began);
		if (broken) return broken;
	}
}

type Waiting = { id: string; sha256: string; letter: Sealed };

function takeBatch(letters: Waiting[]): Waiting[] {
	let size = 0;
	return letters.filter(({ letter }, index) => {
		size += letter.sealed.length;
		return index === 0 || size <= batchSize;
	});
}

/**
 * Brings letters and notes what the city says. A batch that brings no answer, while the city answers otherwise, is
 * halved, until the one that it cannot take stands alone and is left for the next round.
 */
async function forwardBatch(
	work: Forwarding,
	keys: KeySet,
	letters: Waiting[],
	now: Date
): Promise<NoCity | undefined> {
	const answer = await work.upstream.sync(
		letters.map(({ letter }) => letter),
		[],
		undefined
	);
	if ('noCity' in answer) {
		const [alone] = letters;
		const isThere = await checkedKeys(work.root, await work.upstream.keys());
		if (answer.noCity === 'shut-out' || !isThere || !alone) return answer;
		if (letters.length === 1) return void (await noteResult(work.db, alone, null, false, now));
		const middle = Math.ceil(letters.length / 2);
		const first = await forwardBatch(work, keys, letters.slice(0, middle), now);
		return first ?? forwardBatch(work, keys, letters.slice(middle), now);
	}
	failpoint('hub-forwarded');
	const lacking = await noteResults(work.db, keys, letters, answer, now);
	failpoint('hub-answered');
	const whole: Waiting[] = [];
	for (const { letter, missing } of lacking) {
		if (await bringMissing(work, missing)) whole.push(letter);
	}
	if (whole.length === 0) return undefined;
	const again = await work.upstream.sync(
		whole.map(({ letter }) => letter),
		[],
		undefined
	);
	if ('noCity' in again) return again;
	await noteResults(work.db, keys, whole, again, now);
	return undefined;
}

async function noteResults(
	db: Database,
	keys: KeySet,
	letters: Waiting[],
	answer: SyncResponse,
	now: Date
): Promise<{ letter: Waiting; missing: string[] }[]> {
	const lacking: { letter: Waiting; missing: string[] }[] = [];
	for (const [index, letter] of letters.entries()) {
		const said = answer.results[index];
		const result = said?.id === letter.id ? said : null;
		await noteResult(db, letter, result, result !== null && (await isLastWord(result, keys)), now);
		if (result?.missing) lacking.push({ letter, missing: result.missing });
	}
	return lacking;
}

/**
 * Is it the city's last word on a letter: a receipt that bears its signature, or that it will never take it? What a
 * phone does with it the phone decides: only it knows the fingerprint of what it sealed.
 */
async function isLastWord({ id, result, receipt }: SyncResult, keys: KeySet): Promise<boolean> {
	if (result === 'rejected' || result === 'conflict') return true;
	if (!receipt || id === null) return false;
	return isReceiptFor(receipt, { id, sha256: receipt.sha256 }, keys.keys, checkSignature);
}

/** Brings media that are here and that the city lacks; says whether it has them all now. */
async function bringMissing(
	{ db, dataFolder, upstream }: Forwarding,
	missing: string[]
): Promise<boolean> {
	for (const sha256 of missing) {
		const row = await db
			.selectFrom('hub_media')
			.select('sha256')
			.where('sha256', '=', sha256)
			.where('arrived_at', 'is not', null)
			.executeTakeFirst();
		const bytes = row && (await heldBytes(db, dataFolder, sha256));
		if (!bytes) return false;
		const other = {
			ask: () => upstream.askOffset(sha256),
			send: (offset: number, piece: Uint8Array<ArrayBuffer>) =>
				upstream.sendPiece(sha256, offset, piece),
			now: Date.now
		};
		const brought = await bringBytes(other, bytes);
		if ('there' in brought) continue;
		// not what the city was promised: whoever told it has its own
		if ('problem' in brought && brought.problem === 'malformed')
			await askAnew(db, dataFolder, sha256);
		return false;
	}
	return true;
}
