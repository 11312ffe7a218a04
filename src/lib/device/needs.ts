/** The needs of this phone: told, taken back, mended; each step one transaction with the outbox. */
import type { Envelope, EnvelopeOf } from '../domain/envelope.ts';
import type { Helped } from '../domain/helped.ts';
import { makeId } from '../domain/id.ts';
import { makeEnvelope, type NeedIdentity } from '../domain/need-envelope.ts';
import type { NeedForm } from '../domain/need-form.ts';
import { deriveSecrets, makeReceiptCode } from '../domain/receipt-code.ts';
import { randomBytes } from './chance.ts';
import { device, type KeptMedia } from './database.ts';
import { expectHers } from './drafts.ts';
import {
	bytesOf,
	draft,
	dropAllOf,
	dropMedia,
	endRecording,
	hashBytes,
	itemsOf,
	listMedia
} from './media.ts';
import { sessionFields } from './joined.ts';
import { entryFor } from './outbox.ts';
import { withRoom } from './room.ts';

/** A new identity for a need that is about to be told; its secrets are derived, so that keeping it is quick. */
export function newNeedIdentity(now = Date.now()): NeedIdentity {
	const code = makeReceiptCode(randomBytes(10));
	deriveSecrets(code);
	return { id: makeId(now, randomBytes(10)), code };
}

/**
 * Keeps a need on this phone: one transaction writes it and its outbox entry, takes the draft's recording and photos over
 * and ends the draft. Keeping the same identity twice keeps the first. It carries the session that this phone is in, unless it
 * was posted as a form: the city may have made the same need of that form, and knows of no session.
 * @throws when the phone has no room, or belongs to somebody else by now; then nothing is kept and the draft stays
 */
export async function keepNeed(
	need: NeedForm,
	lang: string,
	identity = newNeedIdentity(),
	now = Date.now(),
	isPosted = false
): Promise<string> {
	const { id } = identity;
	const keep = async () => {
		// asked and written side by side: each step of its own would be waited for before *Saved on this phone*
		const [known, begun, list, inSession] = await Promise.all([
			device.needs.get(id),
			device.drafts.get('need'),
			listMedia(draft),
			isPosted ? {} : sessionFields(now),
			expectHers()
		]);
		const media = itemsOf(list);
		if (known) {
			for (const { kept } of media) await dropMedia(kept.id);
			return void (await device.drafts.delete('need'));
		}
		const supersedes = begun?.supersedes;
		const items = media.map(({ item }) => item);
		const envelope = { ...makeEnvelope(need, lang, identity, items, supersedes), ...inSession };
		const entry = entryFor(envelope, now);
		await Promise.all([
			device.needs.add({ ...identity, sha256: entry.sha256 ?? '', envelope, savedAt: now }),
			device.outbox.add(entry),
			// a recording that still runs in another tab is let alone
			...media.map(({ kept }, position) => device.media.update(kept.id, { owner: id, position })),
			supersedes && letGo(supersedes.id),
			device.drafts.delete('need')
		]);
	};
	await withRoom(() => device.transaction('rw', tables(), keep));
	return id;
}

/**
 * Takes a need back: from now on it is not sent, and the city is told to delete its words. Its code goes on to be
 * known here, its words go when the city's receipt is here.
 */
export async function withdrawNeed(id: string, lang: string, now = Date.now()): Promise<void> {
	await device.transaction('rw', device.needs, device.outbox, async () => {
		const need = await device.needs.get(id);
		if (!need || need.withdrawnAt) return;
		const replaced = need.envelope?.supersedes?.withdraw;
		const letters = withdrawalsOf({ code: need.code, replaced }, lang, now);
		await device.needs.update(id, { withdrawnAt: now, withdrawal: letters[0].id, replaced });
		await device.outbox.delete(id);
		await device.outbox.bulkAdd(letters.map((letter) => entryFor(letter, now)));
	});
}

/** Takes a need back that was told elsewhere, by its receipt code. */
export async function withdrawByCode(code: string, lang: string, now = Date.now()): Promise<void> {
	await device.outbox.add(entryFor(withdrawalOf(code, lang, now), now));
}

/**
 * A need that the city could not take becomes a draft again, to be mended. Where the city has its words already, the
 * mended one will take its place; until then both are kept. A photo that is no longer whole stays behind.
 */
export function mendNeed(id: string, now = Date.now()): Promise<void> {
	return device.transaction('rw', tables(), async () => {
		const [need, entry, media] = await Promise.all([
			device.needs.get(id),
			device.outbox.get(id),
			mediaToMend(id)
		]);
		const envelope = need?.envelope;
		// pressed twice, or meanwhile sent from another tab
		if (!envelope || !entry) return;
		const { topic, words, place, from, consent, about } = envelope.body;
		const { withdraw } = deriveSecrets(need.code);
		const isThere = entry.missing !== undefined || entry.problem === 'conflict';
		// what was begun since is not pushed aside
		const begun = await device.drafts.get('need');
		const supersedes = isThere ? { id, withdraw } : (envelope.supersedes ?? begun?.supersedes);
		const both = [begun?.words ?? '', words].filter((each) => each.trim());
		await device.drafts.put({
			name: 'need',
			topic,
			words: both.join('\n'),
			place,
			publish: consent.publish,
			...(from && { from }),
			...(about && { about }),
			...(supersedes && { supersedes }),
			changedAt: now
		});
		for (const kept of media) await device.media.update(kept.id, { owner: draft });
		if (!isThere) await letGo(id);
	});
}

/** What is left of a damaged recording can still be heard; a damaged photo is none. */
async function mediaToMend(id: string): Promise<KeptMedia[]> {
	const found = (await listMedia(id)).map(async (kept) => {
		const isWhole = hashBytes(await bytesOf(kept.id)) === kept.sha256;
		return isWhole ? kept : kept.role === 'voice' ? endRecording(kept.id) : undefined;
	});
	return (await Promise.all(found)).flatMap((kept) => kept ?? []);
}

function tables() {
	const { needs, outbox, drafts, media, pieces, facts } = device;
	return [needs, outbox, drafts, media, pieces, facts];
}

async function letGo(id: string): Promise<void> {
	await device.outbox.delete(id);
	await device.needs.delete(id);
	await dropAllOf(id);
}

/**
 * Says whether the city's answer helped. Said again, the last word counts, also where the phone's clock went back, and
 * what the city has not heard yet is not sent any more.
 */
export async function sayHelped(
	id: string,
	message: string,
	said: Helped,
	lang: string,
	now = Date.now()
): Promise<void> {
	const need = await device.needs.get(id);
	if (!need) return;
	const { code, helped } = need;
	const at = Math.max(now, (helped?.at ?? 0) + 1);
	const body = { watch: deriveSecrets(code).watch, message, helped: said };
	const envelope = bareEnvelope({ kind: 'helped', body }, lang, at);
	const entry = entryFor(envelope, now);
	await device.transaction('rw', device.needs, device.outbox, async () => {
		if (helped?.message === message) await device.outbox.delete(helped.id);
		await device.needs.update(id, { helped: { message, said, at, id: entry.id, envelope } });
		await device.outbox.add(entry);
	});
}

/** The submission that takes back the need of a receipt code. */
export function withdrawalOf(code: string, lang: string, now: number): Envelope {
	return withdrawing(deriveSecrets(code).withdraw, lang, now);
}

/** What takes a need back, and after it what it had taken the place of: that must not stay at the city. */
export function withdrawalsOf(
	{ code, replaced }: { code: string; replaced: string | undefined },
	lang: string,
	now: number
): [Envelope, ...Envelope[]] {
	const former = replaced === undefined ? [] : [withdrawing(replaced, lang, now)];
	return [withdrawalOf(code, lang, now), ...former];
}

function withdrawing(withdraw: string, lang: string, now: number): Envelope {
	return bareEnvelope({ kind: 'withdrawal', body: { withdraw } }, lang, now);
}

/** What says nothing but its body. */
type Bare = 'withdrawal' | 'helped' | 'support' | 'opinion' | 'priority';

/** An envelope with nothing in it but its body. */
export function bareEnvelope(
	what: {
		[K in Bare]: Pick<EnvelopeOf<K>, 'kind' | 'body'>;
	}[Bare],
	lang: string,
	now: number
): Envelope {
	const madeAt = new Date(now).toISOString();
	return { id: makeId(now, randomBytes(10)), ...what, schema: 1, madeAt, lang, media: [] };
}
