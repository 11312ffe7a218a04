/** What this phone does with the city's answer: only what is really the city's changes anything here. */
import { readParkReason } from '../../domain/parked.ts';
import { codeOf } from '../../domain/problem.ts';
import { isReceiptFor, type PublicKey, type Receipt } from '../../domain/receipt.ts';
import type { Envelope } from '../../domain/envelope.ts';
import type { Sealed } from '../../domain/sealed.ts';
import type { Cryptography } from '../../domain/cryptography.ts';
import type { SyncResponse, SyncResult } from '../../domain/sync.ts';
import { readFact, writeFact, type OutboxEntry } from '../database.ts';
import { offerAgain } from '../offer-again.ts';
import { noteMissing, park, settle } from '../outbox.ts';
import { trustedKeys, trustKeys } from './city-keys.ts';
import { fetchKeys } from './exchange.ts';

/**
 * Takes the results of a batch that went as these letters.
 * @returns the ids of the entries that the city said something about which ends or advances them
 */
export async function takeResults(
	answer: SyncResponse,
	batch: OutboxEntry[],
	letters: (Envelope | Sealed)[],
	crypt: Cryptography
): Promise<Set<string>> {
	const keys = await keysFor(answer, crypt);
	const taken = new Set<string>();
	for (const [index, entry] of batch.entries()) {
		const result = answer.results[index];
		const letter = letters[index];
		if (!letter || result?.id !== entry.id) continue;
		if (await takeResult(result, entry, letter, keys, crypt)) taken.add(entry.id);
	}
	return taken;
}

async function takeResult(
	result: SyncResult,
	entry: OutboxEntry,
	{ media }: Envelope | Sealed,
	keys: PublicKey[],
	crypt: Cryptography
): Promise<boolean> {
	const { receipt, missing = [] } = result;
	if (receipt && (await isReceiptOf(receipt, entry, keys, crypt))) {
		await settle(receipt, result.result);
		return true;
	}
	if (result.result === 'rejected' || result.result === 'conflict') {
		const { problem } = result;
		await park(entry.id, problem ? readParkReason(codeOf(problem)) : result.result);
		return true;
	}
	// what was never part of it changed on the way: the next answer names it rightly
	if (!missing.every((hash) => media.some(({ sha256 }) => sha256 === hash))) return false;
	if (result.result === 'incomplete') {
		await noteMissing(entry.id, missing);
		return true;
	}
	if (result.result === 'held') {
		await noteMissing(entry.id, missing, entry.heldAt ?? Date.now());
		return true;
	}
	return false;
}

/** Of what another phone handed over sealed only the city knows the fingerprint: its signature under the id must do. */
async function isReceiptOf(
	receipt: Receipt,
	{ id, sha256 }: OutboxEntry,
	keys: PublicKey[],
	crypt: Cryptography
): Promise<boolean> {
	const expected = { id, sha256: sha256 ?? receipt.sha256 };
	return isReceiptFor(receipt, expected, keys, crypt.checkSignature);
}

async function keysFor(answer: SyncResponse, crypt: Cryptography): Promise<PublicKey[]> {
	const keys = await trustedKeys();
	const named = answer.results.flatMap(({ receipt }) => receipt?.signature.split('.')[0] ?? []);
	if (named.every((kid) => keys.some((key) => key.kid === kid))) return keys;
	await trustKeys(await fetchKeys(), crypt.checkSignature);
	return trustedKeys();
}

/**
 * A city that came back from a backup has a new epoch: what it may have forgotten is offered again, needs and
 * withdrawals alike, so that no word comes back that was taken back. What it could not open then, it may now.
 * @param taken what the same answer spoke of, which the city therefore knows
 */
export async function noticeRestore(epoch: string, taken: Set<string>): Promise<void> {
	const known = await readFact<string>('epoch');
	if (known === epoch) return;
	if (known !== undefined) {
		// its newest keys may be lost too: nothing more is sealed to them
		await writeFact('keysAt', 0);
		await offerAgain(taken);
	}
	await writeFact('epoch', epoch);
}
