/** The needs of this phone: kept with their outbox entry in one transaction, told apart by where they are. */
import type { Envelope } from '../domain/envelope.ts';
import { makeId } from '../domain/id.ts';
import { trackOf, type NeedBody, type Track } from '../domain/need.ts';
import { makeEnvelope, type NeedIdentity } from '../domain/need-envelope.ts';
import type { NeedForm } from '../domain/need-form.ts';
import { deriveSecrets, makeReceiptCode } from '../domain/receipt-code.ts';
import type { News } from '../domain/sync.ts';
import { randomBytes } from './chance.ts';
import { device, type KeptNeed, type OutboxEntry } from './database.ts';
import { entryFor } from './outbox.ts';

/** A need with everything that a person sees of it. Times in milliseconds since 1970. */
export type MyNeed = {
	id: string;
	code: string;
	track: Track;
	/** Gone once the city deleted them. */
	body: NeedBody | undefined;
	lang: string | undefined;
	savedAt: number;
	sentAt: number | undefined;
	messages: News['messages'];
	/** Why the city could not take it: a problem code. */
	problem: string | undefined;
	/** Taken back, but the city does not know it yet. */
	withdrawalWaits: boolean;
};

/** A new identity for a need that is about to be told. */
export function newNeedIdentity(now = Date.now()): NeedIdentity {
	return { id: makeId(now, randomBytes(10)), code: makeReceiptCode(randomBytes(10)) };
}

/**
 * Keeps a need on this phone: one transaction writes it and its outbox entry and ends the draft.
 * Keeping the same identity twice keeps the first.
 * @throws when the phone has no room; then nothing is kept and the draft stays
 */
export async function keepNeed(
	need: NeedForm,
	lang: string,
	identity = newNeedIdentity(),
	now = Date.now()
): Promise<string> {
	const envelope = makeEnvelope(need, lang, identity);
	const entry = entryFor(envelope, now);
	const kept: KeptNeed = { ...identity, sha256: entry.sha256, envelope, savedAt: now };
	await device.transaction('rw', device.needs, device.outbox, device.drafts, async () => {
		if (!(await device.needs.get(identity.id))) {
			await device.needs.add(kept);
			await device.outbox.add(entry);
		}
		await device.drafts.delete('need');
	});
	return identity.id;
}

/** All needs of this phone, newest first. */
export async function listNeeds(): Promise<MyNeed[]> {
	const [needs, outbox, receipts, news] = await Promise.all([
		device.needs.orderBy('savedAt').reverse().toArray(),
		device.outbox.toArray(),
		device.receipts.toArray(),
		device.news.toArray()
	]);
	return needs.map((need) => {
		const entry = outbox.find(({ id }) => id === need.id);
		const receipt = receipts.find(({ id }) => id === need.id);
		const heard = news.find(({ id }) => id === need.id);
		return {
			id: need.id,
			code: need.code,
			track: trackHere(need, Boolean(entry?.problem), Boolean(receipt && !entry), heard),
			body: need.envelope?.body,
			lang: need.envelope?.lang,
			savedAt: need.savedAt,
			sentAt: receipt && Date.parse(receipt.receivedAt),
			messages: need.withdrawnAt ? [] : (heard?.messages ?? []),
			problem: entry?.problem,
			withdrawalWaits: need.withdrawnAt !== undefined && need.envelope !== null
		};
	});
}

function trackHere(need: KeptNeed, refused: boolean, sent: boolean, news: News | undefined): Track {
	if (need.withdrawnAt || news?.state === 'withdrawn') return 'withdrawn';
	if (refused) return 'needs-you';
	if (!sent) return 'phone';
	return news ? trackOf(news.state) : 'sent';
}

/**
 * Takes a need back: from now on it is not sent, and the city is told to delete its words. Its code goes on to be
 * known here, its words go when the city's receipt is here.
 */
export async function withdrawNeed(id: string, lang: string, now = Date.now()): Promise<void> {
	const need = await device.needs.get(id);
	if (!need || need.withdrawnAt) return;
	const entry = entryFor(withdrawalOf(need.code, lang, now), now);
	await device.transaction('rw', device.needs, device.outbox, async () => {
		await device.needs.update(id, { withdrawnAt: now });
		await device.outbox.delete(id);
		await device.outbox.add(entry);
	});
}

/** Takes a need back that was told elsewhere, by its receipt code. */
export async function withdrawByCode(code: string, lang: string, now = Date.now()): Promise<void> {
	await device.outbox.add(entryFor(withdrawalOf(code, lang, now), now));
}

/** A refused need becomes a draft again, to be mended; the refused one leaves. */
export async function mendNeed(id: string, now = Date.now()): Promise<void> {
	await device.transaction('rw', device.needs, device.outbox, device.drafts, async () => {
		const body = (await device.needs.get(id))?.envelope?.body;
		if (!body) return;
		const { topic, place, from, consent } = body;
		// what was begun since is not pushed aside
		const begun = (await device.drafts.get('need'))?.words ?? '';
		const words = begun.trim() ? `${begun}\n${body.words}` : body.words;
		const draft = { topic, words, place, publish: consent.publish, ...(from && { from }) };
		await device.drafts.put({ ...draft, name: 'need', changedAt: now });
		await device.outbox.delete(id);
		await device.needs.delete(id);
	});
}

/** The outbox entries of everything that this phone has told or taken back, to be offered once more. */
export async function submissionsAgain(now: number): Promise<OutboxEntry[]> {
	const needs = await device.needs.toArray();
	return needs.flatMap(({ code, envelope, savedAt, withdrawnAt }) => {
		// its language is gone with its words
		if (withdrawnAt) return [entryFor(withdrawalOf(code, envelope?.lang ?? 'en', now), now)];
		return envelope ? [entryFor(envelope, savedAt)] : [];
	});
}

function withdrawalOf(code: string, lang: string, now: number): Envelope {
	return {
		id: makeId(now, randomBytes(10)),
		kind: 'withdrawal',
		schema: 1,
		madeAt: new Date(now).toISOString(),
		lang,
		media: [],
		body: { withdraw: deriveSecrets(code).withdraw }
	};
}
