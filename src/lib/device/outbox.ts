/** The outbox: the submissions on this phone that have no receipt yet. An entry leaves only with its receipt. */
import type { Envelope } from '../domain/envelope.ts';
import type { Sealed } from '../domain/sealed.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import type { ParkReason } from '../domain/parked.ts';
import { makeProblem, submissionProblems } from '../domain/problem.ts';
import { deriveSecrets } from '../domain/receipt-code.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { SyncResult } from '../domain/sync.ts';
import { device, type OutboxEntry } from './database.ts';
import { dropAllOf } from './media.ts';

/** An outbox entry for an envelope. Hashing comes before any transaction, so that it is never cut in two. */
export function entryFor(envelope: Envelope, now: number): OutboxEntry {
	return { id: envelope.id, sha256: fingerprint(envelope), envelope, addedAt: now, failures: 0 };
}

/** What of an entry goes out: the sealed form where there is one. */
export function letterOf({ envelope, sealed }: OutboxEntry): Envelope | Sealed | null {
	return sealed ?? envelope;
}

/** Those that can be sent, oldest first; refused ones wait for the person and hold up nobody. */
export async function waiting(): Promise<OutboxEntry[]> {
	return (await device.outbox.orderBy('addedAt').toArray()).filter((entry) => !entry.problem);
}

/** Says so where one of these waits for its person. */
export function refusedAmong(entries: (OutboxEntry | undefined)[]): { refused?: true } {
	return entries.some((entry) => entry?.problem) ? { refused: true } : {};
}

/** Was it refused, and has the city nothing of it, so that it can be told anew? */
export function isMendable(entry: OutboxEntry | undefined): boolean {
	return Boolean(entry?.problem) && entry?.missing === undefined && entry?.problem !== 'conflict';
}

/** The city has it: in one transaction the entry goes and the receipt stays, of what was carried for its own phone. */
export async function settle(
	receipt: Receipt,
	result: SyncResult['result'] = 'accepted',
	now = Date.now()
): Promise<void> {
	const { outbox, receipts, needs, media, pieces, carried } = device;
	await device.transaction('rw', [outbox, receipts, needs, media, pieces, carried], async () => {
		const { id } = receipt;
		const entry = await outbox.get(id);
		if (!entry) return;
		await outbox.delete(id);
		const { envelope } = entry;
		if (entry.carried) await carried.update(id, { result: { id, result, receipt }, resultAt: now });
		else if (entry.together) await dropAllOf(id);
		else if (envelope?.kind === 'need' || envelope?.kind === 'badge' || entry.wanted)
			await receipts.put(receipt);
		// what lies in a space is opened with it again; of ideas and answers only copies went
		if (envelope ? /idea|answer/.test(envelope.kind) : !entry.wanted) await dropAllOf(id);
		if (envelope?.kind === 'withdrawal') await forgetWords(envelope.body.withdraw);
	});
}

/**
 * It needs the person: kept with the reason, no longer sent by itself. Of what was carried the phone that told it hears
 * the city's reason; what is the matter on this phone only is not its concern.
 */
export async function park(id: string, problem: ParkReason, now = Date.now()): Promise<void> {
	const { outbox, carried } = device;
	await device.transaction('rw', outbox, carried, async () => {
		const entry = await outbox.get(id);
		// sealed to a key that the city lost: where the words are here, they are sealed anew with the next try
		const isDead = problem === 'sealed' && entry?.envelope;
		await outbox.update(id, { problem, ...(isDead && { sealed: undefined }) });
		if (!entry?.carried) return;
		const result = refusalOf(id, problem);
		if (result) await carried.update(id, { result, resultAt: now });
	});
}

function refusalOf(id: string, problem: ParkReason): SyncResult | undefined {
	if (problem === 'conflict') return { id, result: 'conflict' };
	const code = submissionProblems.find((each) => each === problem);
	return code && { id, result: 'rejected', problem: makeProblem(code, 'refused by the city') };
}

/** The person wants it tried again as it is. */
export async function unpark(id: string): Promise<void> {
	await device.outbox
		.where('id')
		.equals(id)
		.modify((entry) => {
			delete entry.problem;
			entry.failures = 0;
		});
}

/** The words are there, these media are still awaited; by a hub too, where `heldAt` says so. */
export async function noteMissing(id: string, missing: string[], heldAt?: number): Promise<void> {
	await device.outbox.update(id, { missing, failures: 0, ...(heldAt && { heldAt }) });
}

/** A try that was about this one alone brought no answer. Gives how many there were in a row. */
export async function countFailure(id: string): Promise<number> {
	let failures = 0;
	await device.outbox
		.where('id')
		.equals(id)
		.modify((entry) => {
			failures = ++entry.failures;
		});
	return failures;
}

/** The city deleted the words, so this phone does too. */
async function forgetWords(withdraw: string): Promise<void> {
	const needs = await device.needs.toArray();
	const need = needs.find(({ code }) => deriveSecrets(code).withdraw === withdraw);
	if (!need) return;
	await device.needs.update(need.id, { envelope: null });
	await dropAllOf(need.id);
}
