/** The outbox: the submissions on this phone that have no receipt yet. An entry leaves only with its receipt. */
import type { Envelope, Sealed } from '../domain/envelope.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import { deriveSecrets } from '../domain/receipt-code.ts';
import type { Receipt } from '../domain/receipt.ts';
import { device, type OutboxEntry } from './database.ts';

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

/** The city has it: in one transaction the entry goes and the receipt stays. */
export async function settle(receipt: Receipt): Promise<void> {
	await device.transaction('rw', device.outbox, device.receipts, device.needs, async () => {
		const entry = await device.outbox.get(receipt.id);
		await device.outbox.delete(receipt.id);
		if (entry?.envelope?.kind === 'need') await device.receipts.put(receipt);
		if (entry?.envelope?.kind === 'withdrawal') await forgetWords(entry.envelope.body.withdraw);
	});
}

/** It needs the person: kept with the reason, no longer sent. */
export async function park(id: string, problem: string): Promise<void> {
	await device.outbox.update(id, { problem });
}

/** A try brought no answer for these. */
export async function countFailure(ids: string[]): Promise<void> {
	await device.outbox
		.where('id')
		.anyOf(ids)
		.modify((entry) => {
			entry.failures++;
		});
}

/** The city deleted the words, so this phone does too. */
async function forgetWords(withdraw: string): Promise<void> {
	const needs = await device.needs.toArray();
	const need = needs.find(({ code }) => deriveSecrets(code).withdraw === withdraw);
	if (need) await device.needs.update(need.id, { envelope: null });
}
