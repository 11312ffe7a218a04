/** What became of carried submissions: brought back from here, and taken back by the phone that told them. */
import { largestResults, readResults } from '../../domain/carry-results.ts';
import type { Cryptography } from '../../domain/cryptography.ts';
import { readParkReason } from '../../domain/parked.ts';
import { codeOf } from '../../domain/problem.ts';
import { isReceiptFor } from '../../domain/receipt.ts';
import type { SyncResult } from '../../domain/sync.ts';
import { device, type OutboxEntry } from '../database.ts';
import { dropAllOf } from '../media.ts';
import { park, settle } from '../outbox.ts';
import { trustedKeys } from '../sync/city-keys.ts';

/** How long results are kept for a phone that does not come. */
const patience = 90 * 24 * 60 * 60 * 1000;

/** How many of this phone's submissions have arrived, need their person, or are told of by something that proves nothing. */
export type TakenBack = {
	arrived: number;
	parked: number;
	unproven: number;
	/** It could not be read as results. */
	unreadable?: true;
};

/** The results that can be brought back, the newest first. */
export async function resultsToBring(): Promise<SyncResult[]> {
	return (await device.carried.toArray())
		.sort((a, b) => (b.resultAt ?? 0) - (a.resultAt ?? 0))
		.flatMap(({ result }) => result ?? []);
}

/** The other phones have them: these results need not be kept. */
export async function dismissResults(ids: string[]): Promise<void> {
	const { carried, outbox, media, pieces } = device;
	await device.transaction('rw', carried, outbox, media, pieces, async () => {
		for (const id of ids) {
			if (!(await carried.get(id))?.result) continue;
			await carried.delete(id);
			// what the city refused is still here; the phone that told it has its own
			if (!(await outbox.get(id))?.carried) continue;
			await outbox.delete(id);
			await dropAllOf(id);
		}
	});
}

/** Forgets the results for which nobody came in 90 days. */
export async function forgetOldResults(now = Date.now()): Promise<void> {
	const old = await device.carried
		.filter(({ resultAt }) => resultAt !== undefined && now - resultAt > patience)
		.primaryKeys();
	await dismissResults(old);
}

/**
 * Takes what a carrier brings back. Only the city's signed receipt for just this submission settles it; a refusal parks
 * it, so that its person hears the reason; anything else changes nothing.
 */
export async function takeBack(crypt: Cryptography, came: Blob): Promise<TakenBack> {
	const taken: TakenBack = { arrived: 0, parked: 0, unproven: 0 };
	const text = came.size > largestResults ? '' : await came.text().catch(() => '');
	const results = readResults(text);
	if (!results) return { ...taken, unreadable: true };
	for (const result of results) {
		const entry = result.id === null ? undefined : await device.outbox.get(result.id);
		if (!entry) continue;
		const outcome = await takeOne(crypt, result, entry);
		if (outcome) taken[outcome]++;
	}
	return taken;
}

async function takeOne(
	crypt: Cryptography,
	{ result, receipt, problem }: SyncResult,
	{ id, sha256 }: OutboxEntry
): Promise<'arrived' | 'parked' | 'unproven' | undefined> {
	if (receipt) {
		// of what it carries sealed itself, a phone knows no fingerprint: there the city's word on the id has to do
		const expected = { id, sha256: sha256 ?? receipt.sha256 };
		const keys = await trustedKeys();
		if (!(await isReceiptFor(receipt, expected, keys, crypt.checkSignature))) return 'unproven';
		await settle(receipt, result);
		return 'arrived';
	}
	if (result !== 'rejected' && result !== 'conflict') return undefined;
	await park(id, problem ? readParkReason(codeOf(problem)) : result);
	return 'parked';
}
