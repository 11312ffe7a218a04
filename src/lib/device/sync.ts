/** The sender: takes the outbox to the city and brings home what the city said. Nothing else speaks to the network. */
import type { Envelope } from '../domain/envelope.ts';
import { hashSecret, deriveSecrets } from '../domain/receipt-code.ts';
import { codeOf } from '../domain/problem.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import { isReceiptFor, type CheckSignature } from '../domain/receipt.ts';
import { nextDelay } from '../domain/retry.ts';
import { mostSubmissions, mostWatched, type News, type SyncResponse } from '../domain/sync.ts';
import { device, readFact, writeFact, type OutboxEntry } from './database.ts';
import { submissionsAgain } from './needs.ts';
import { countFailure, letterOf, park, settle, waiting } from './outbox.ts';
import { trustedKeys, trustKeys } from './sync/city-keys.ts';
import { exchange, fetchKeys } from './sync/exchange.ts';
import { asOnlySender } from './sync/only-sender.ts';
import { checkSignature } from './sync/signature.ts';

/**
 * How a sending ended: everything has its receipt; there was nothing to do; no answer came (all is kept, try after
 * `delay` milliseconds); or another tab is sending.
 */
export type Sending =
	{ outcome: 'done' | 'nothing' | 'elsewhere' } | { outcome: 'no-answer'; delay: number };

/** Characters of JSON in one request: far under the door's limit, so that a weak line brings some of it over. */
const batchSize = 500_000;
/** A submission that the door refused by itself this often needs the person. */
const refusalsBeforeParking = 3;

/** Sends everything that waits, in one go or in halves, and fetches news. Safe to call at any time, from any tab. */
export async function sync(check: CheckSignature = checkSignature): Promise<Sending> {
	return (await asOnlySender(() => sendAll(check))) ?? { outcome: 'elsewhere' };
}

async function sendAll(check: CheckSignature): Promise<Sending> {
	const watch = await watchSecrets();
	await parkDamaged();
	if (watch.size === 0 && (await waiting()).length === 0) return { outcome: 'nothing' };
	for (let asked = false; ;) {
		const batch = takeBatch(await waiting());
		if (batch.length === 0 && asked) break;
		const failed = await send(batch, asked ? [] : [...watch.values()], check);
		if (failed) return failed;
		asked = true;
	}
	await writeFact('failures', 0);
	await writeFact('syncedAt', Date.now());
	return { outcome: 'done' };
}

function takeBatch(entries: OutboxEntry[]): OutboxEntry[] {
	let size = 0;
	return entries.slice(0, mostSubmissions).filter((entry, index) => {
		size += JSON.stringify(letterOf(entry)).length;
		return index === 0 || size <= batchSize;
	});
}

/** Sends one batch; what the door refuses whole is halved, until the one that it cannot take stands alone. */
async function send(
	batch: OutboxEntry[],
	watch: string[],
	check: CheckSignature
): Promise<Sending | undefined> {
	const result = await exchange(
		batch.flatMap((entry) => letterOf(entry) ?? []),
		watch
	);
	if ('answer' in result) return take(result.answer, batch, check);
	if ('refused' in result && batch.length > 1) {
		const middle = Math.ceil(batch.length / 2);
		return (
			(await send(batch.slice(0, middle), watch, check)) ??
			(await send(batch.slice(middle), [], check))
		);
	}
	await countFailure(batch.map(({ id }) => id));
	const [alone] = batch;
	if ('refused' in result && alone && alone.failures + 1 >= refusalsBeforeParking) {
		await park(alone.id, result.refused === 413 ? 'too-large' : 'malformed');
		return undefined;
	}
	return later('retryAfter' in result ? result.retryAfter : undefined);
}

async function later(retryAfter?: number): Promise<Sending> {
	const failures = ((await readFact<number>('failures')) ?? 0) + 1;
	await writeFact('failures', failures);
	return { outcome: 'no-answer', delay: nextDelay(failures - 1, Math.random(), retryAfter) };
}

/** Takes the city's answer: only receipts that are really the city's, for just what was sent, end an entry. */
async function take(
	answer: SyncResponse,
	batch: OutboxEntry[],
	check: CheckSignature
): Promise<Sending | undefined> {
	const keys = await keysFor(answer, check);
	let settled = 0;
	for (const [index, entry] of batch.entries()) {
		const result = answer.results[index];
		if (!result || result.id !== entry.id) continue;
		if (result.receipt && (await isReceiptFor(result.receipt, entry, keys, check))) {
			await settle(result.receipt);
			settled++;
		} else if (result.result === 'rejected' || result.result === 'conflict') {
			await park(entry.id, result.problem ? codeOf(result.problem) : result.result);
			settled++;
		}
	}
	await keepNews(answer.replies);
	await noticeRestore(answer.epoch);
	// no progress at all would send the same batch for ever
	return batch.length > 0 && settled === 0 ? later() : undefined;
}

async function keysFor(answer: SyncResponse, check: CheckSignature) {
	const keys = await trustedKeys();
	const named = answer.results.flatMap(({ receipt }) => receipt?.signature.split('.')[0] ?? []);
	if (named.every((kid) => keys.some((key) => key.kid === kid))) return keys;
	await trustKeys(await fetchKeys(), check);
	return trustedKeys();
}

/** The watch secrets of this phone's needs by need, newest first: those that the city has and that were not taken back. */
async function watchSecrets(): Promise<Map<string, string>> {
	const needs = await device.needs.orderBy('savedAt').reverse().toArray();
	const sent = new Set(await device.receipts.toCollection().primaryKeys());
	return new Map(
		needs
			.filter((need) => sent.has(need.id) && !need.withdrawnAt)
			.slice(0, mostWatched)
			.map((need) => [need.id, deriveSecrets(need.code).watch])
	);
}

/** Keeps news of this phone's needs; what hangs on no need here is not ours. */
async function keepNews(news: News[]): Promise<void> {
	for (const item of news) {
		const need = await device.needs.get(item.id);
		if (!need || hashSecret(deriveSecrets(need.code).watch) !== item.watchHash) continue;
		await device.news.put(item);
	}
}

/**
 * A city that came back from a backup has a new epoch: what it may have forgotten is offered again, needs and
 * withdrawals alike, so that no word comes back that was taken back.
 */
async function noticeRestore(epoch: string): Promise<void> {
	const known = await readFact<string>('epoch');
	if (known === epoch) return;
	if (known !== undefined) await device.outbox.bulkPut(await submissionsAgain(Date.now()));
	await writeFact('epoch', epoch);
}

/** Bytes that changed on the phone's disk are never sent as good: they wait for the person. */
async function parkDamaged(): Promise<void> {
	for (const { id, sha256, envelope } of await waiting()) {
		if (envelope && !isSound(envelope, sha256)) await park(id, 'damaged');
	}
}

function isSound(envelope: Envelope, sha256: string): boolean {
	try {
		return fingerprint(envelope) === sha256;
	} catch {
		return false;
	}
}
