/**
 * *I am finished*: whatever has no receipt yet is sealed to the city and goes on its way later; what the person wants to
 * find again lies in her space; everything readable is gone. One transaction: before it all is there, after it nothing.
 */
import type { Bytes, Cryptography } from '../domain/cryptography.ts';
import type { Envelope, Kind } from '../domain/envelope.ts';
import type { PublicKey } from '../domain/receipt.ts';
import { device, readFact, writeFact, type OutboxEntry } from './database.ts';
import { herFacts, joinedFact, memberFact, placeFact, voteFact } from './joined.ts';
import { listMedia } from './media.ts';
import { rowFor, type MediaWithPieces } from './media-rows.ts';
import { forgetOpenTries } from './progress.ts';
import { allSealed, sealEnvelope } from './sealing.ts';
import { changePerson } from './shared-phone.ts';
import { closedSpace } from './spaces.ts';
import { sealingKey } from './sync/city-keys.ts';

/** How leaving ended; `no-key`: this phone has not met the city yet, so nothing can be sealed, and everything stays. */
export type Left = 'left' | 'no-key';

/** Facts of the person, not of the phone; a trainer's part that is open is locked (trainer.ts). */
const personal = [
	...['space', 'standing', 'trainerOpen'],
	...[joinedFact, memberFact, placeFact, voteFact, ...herFacts]
];

/** Of these nobody wants a receipt. */
const receiptless: Kind[] = [
	'progress',
	'session',
	'attendance',
	'confidence',
	'workshop',
	'helped',
	'support',
	'answer',
	'opinion',
	'priority',
	'idea'
];

/** How far a leaving came: the person tapped it (`asked`), or all that was to be asked about it was (`sure`). */
type Leaving = 'asked' | 'sure';

/** The very first thing after the tap: a phone that dies from here on knows at its next start that she wanted to go. */
export async function noteAsked(): Promise<void> {
	await writeFact('leaving', 'asked' satisfies Leaving);
}

/** She stays after all. */
export async function stay(): Promise<void> {
	await device.facts.delete('leaving');
}

/** Closes the person's use of this phone. One that was cut off is ended by `endLeaving` at the next start. */
export async function leave(crypt: Cryptography, now = Date.now()): Promise<Left> {
	await writeFact('leaving', 'sure' satisfies Leaving);
	for (;;) {
		const left = await tryToLeave(crypt, now);
		if (left) return left;
	}
}

/** undefined where something more was told while all was sealed: it is sealed too, before anything goes. */
async function tryToLeave(crypt: Cryptography, now: number): Promise<Left | undefined> {
	const entries = await toldHere();
	const key = await sealingKey();
	if (!key && entries.length > 0) {
		await stay();
		return 'no-key';
	}
	const closed = await closedSpace(crypt, now);
	const sealed: SealedEntry[] = [];
	if (key) for (const entry of entries) sealed.push(await seal(crypt, key, entry, Boolean(closed)));
	const done = closed ? await sealSent(crypt, new Set(entries.map(({ id }) => id))) : [];
	const media = [...sealed.flatMap((each) => each.media), ...done, ...(closed?.media ?? [])];
	const isAll = await device.transaction('rw', device.tables, async () => {
		const known = new Set(entries.map(({ id }) => id));
		if ((await toldHere()).some(({ id }) => !known.has(id))) return false;
		await device.outbox.bulkPut(sealed.map(({ entry }) => entry));
		await keepSealedOnly(media);
		const { needs, news, drafts, steps, attempts, badges } = device;
		for (const table of [needs, badges])
			await device.receipts.bulkDelete(await table.toCollection().primaryKeys());
		for (const table of [needs, news, drafts, steps, attempts, badges]) await table.clear();
		if (closed) await device.spaces.put(closed.space);
		await device.facts.bulkDelete([...personal, 'leaving']);
		await forgetOpenTries();
		await changePerson();
		return true;
	});
	return isAll ? 'left' : undefined;
}

/** What waits here in words that can be read. */
function toldHere(): Promise<OutboxEntry[]> {
	return device.outbox.filter(({ envelope }) => envelope !== null).toArray();
}

/**
 * Ends a leaving that a crash cut off, and says how; undefined where there was none. One that was only `asked` is not
 * ended here: something that was begun may have to be asked about first.
 */
export async function endLeaving(crypt: Cryptography): Promise<Left | 'asked' | undefined> {
	const leaving = await readFact<Leaving>('leaving');
	return leaving === undefined || leaving === 'asked' ? leaving : leave(crypt);
}

type SealedEntry = { entry: OutboxEntry; media: MediaWithPieces[] };

async function seal(
	crypt: Cryptography,
	key: PublicKey,
	entry: OutboxEntry,
	isWanted: boolean
): Promise<SealedEntry> {
	const { envelope } = entry;
	if (!envelope) return { entry, media: [] };
	const bytes = await allSealed(crypt, envelope);
	const sealed = entry.sealed ?? (await sealEnvelope(crypt, key, envelope, bytes));
	const media = await sealedRows(envelope, bytes);
	const wanted = isWanted && !entry.together && !receiptless.includes(envelope.kind);
	return { entry: { ...entry, envelope: null, sealed, ...(wanted && { wanted }) }, media };
}

/** The recordings and photos of needs that the city has: for whoever will open her space and listen again. */
async function sealSent(crypt: Cryptography, waiting: Set<string>): Promise<MediaWithPieces[]> {
	const all: MediaWithPieces[] = [];
	for (const { id, envelope } of await device.needs.toArray()) {
		if (!envelope || waiting.has(id)) continue;
		all.push(...(await sealedRows(envelope, await allSealed(crypt, envelope))));
	}
	return all;
}

async function sealedRows(
	envelope: Envelope,
	bytes: (Bytes | undefined)[]
): Promise<MediaWithPieces[]> {
	const rows = await listMedia(envelope.id);
	return envelope.media.flatMap((item, position) => {
		const row = rows.find((each) => each.position === position && each.sha256 === item.sha256);
		const content = bytes[position];
		return row && content ? [rowFor(row, content, true)] : [];
	});
}

/** Of all media only what is sealed stays: what waits for the city, and what lies in a space. */
async function keepSealedOnly(media: MediaWithPieces[]): Promise<void> {
	const readable = await device.media.filter(({ sealed }) => !sealed).primaryKeys();
	for (const id of readable) await device.pieces.where('media').equals(id).delete();
	await device.media.bulkDelete(readable);
	for (const { row, pieces } of media) {
		await device.media.add(row);
		await device.pieces.bulkAdd(pieces);
	}
}
