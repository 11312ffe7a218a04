/**
 * What a trainer gave the city of her sessions, for a city that comes back from an older backup: needs told together with
 * recordings and photos, and workshops, sealed under her key for thirty days. Who was there stands on her lists.
 */
import type { EnvelopeOf } from '../domain/envelope.ts';
import { fromBase64Url, toBase64Url } from '../domain/fingerprint.ts';
import { device, readFact, type KeptMedia, type LedSession, type OutboxEntry } from './database.ts';
import { bytesOf, listMedia, piecesOf } from './media.ts';
import { entryFor } from './outbox.ts';
import { attendanceOf } from './session/join.ts';
import { toldToCity } from './session/lead.ts';
import { listAttendees } from './session/list.ts';
import { noticeRestore } from './sync/answer.ts';
import { exchange } from './sync/exchange.ts';
import { keepThing, readThings, type Opener } from './trainer-rows.ts';

type Given = EnvelopeOf<'need'> | EnvelopeOf<'workshop'>;
/** `epoch`: the city's, as this device knew it when it was given or offered last. */
type GivenThing = { envelope: Given; at: number; epoch?: string };
type GivenMedia = { row: KeptMedia; bytes: string };

const [givenKind, mediaKind] = ['given', 'given-media'];
const givenId = (id: string) => `given ${id}`;

/** So long it can be offered again, in milliseconds: no longer than her device opens without the city. */
const keptFor = 30 * 24 * 60 * 60_000;

/** Keeps what was just put into the outbox. It went there already: where the device has no room, this is left out. */
export async function keepGiven(opener: Opener, envelope: Given, now = Date.now()): Promise<void> {
	const id = givenId(envelope.id);
	const { session = '' } = envelope;
	const epoch = await readFact<string>('epoch');
	const media = await Promise.all(
		(await listMedia(envelope.id)).map(async (row) => [row, await bytesOf(row.id)] as const)
	);
	try {
		for (const [row, bytes] of media) {
			const value: GivenMedia = { row, bytes: toBase64Url(bytes) };
			await keepThing(opener, mediaKind, { id: `${id} ${row.id}`, session: envelope.id, value });
		}
		const value: GivenThing = { envelope, at: now, ...(epoch !== undefined && { epoch }) };
		await keepThing(opener, givenKind, { id, session, value });
	} catch {
		await forgetGiven(envelope.id);
	}
}

/** Asks the city whether it came back from a backup, also where nothing waits: whoever has told all asks nothing by herself. */
export async function hearOfRestore(): Promise<void> {
	const heard = await exchange([], []);
	if ('answer' in heard) await noticeRestore(heard.answer.epoch, new Set());
}

/**
 * Where the city has another epoch than when it was given, or none was known then: needs, workshops, sessions and who was
 * there go into the outbox once more. Whatever the city still has is a duplicate there. What is older than thirty days is
 * forgotten.
 */
export async function offerGivenAgain(opener: Opener, now = Date.now()): Promise<void> {
	const epoch = await readFact<string>('epoch');
	for (const { id, session, value } of await readThings<GivenThing>(opener, givenKind)) {
		const { envelope, at } = value;
		if (now - at > keptFor) await forgetGiven(envelope.id);
		else if (epoch !== undefined && value.epoch !== epoch) {
			await offer(opener, envelope, at);
			await keepThing<GivenThing>(opener, givenKind, { id, session, value: { ...value, epoch } });
		}
	}
	if (epoch === undefined) return;
	for (const led of await device.sessions.toArray())
		if (led.epoch !== epoch) await offerSession(opener, led, epoch, now);
}

async function offer(opener: Opener, envelope: Given, at: number): Promise<void> {
	const isNeed = envelope.kind === 'need';
	const entry: OutboxEntry = { ...entryFor(envelope, at), ...(isNeed && { together: true }) };
	const kept = await readThings<GivenMedia>(opener, mediaKind, envelope.id);
	const { outbox, media, pieces } = device;
	await device.transaction('rw', outbox, media, pieces, async () => {
		if (await outbox.get(entry.id)) return;
		await outbox.add(entry);
		for (const { value } of kept) {
			await media.put(value.row);
			await pieces.bulkPut(piecesOf(value.row.id, fromBase64Url(value.bytes)));
		}
	});
}

async function offerSession(
	opener: Opener,
	led: LedSession,
	epoch: string,
	now: number
): Promise<void> {
	const list = await listAttendees(opener, led.id);
	const isOld = now - led.endsAt > keptFor;
	const [lang = 'en'] = led.languages;
	const envelopes = [
		toldToCity(led, lang, now),
		...list.map(({ person, at, sameAs }) => attendanceOf(led, person, lang, at, sameAs))
	];
	const entries = isOld ? [] : envelopes.map((envelope) => entryFor(envelope, now));
	await device.transaction('rw', device.sessions, device.outbox, async () => {
		// another page may have been quicker
		if ((await device.sessions.get(led.id))?.epoch === epoch) return;
		await device.sessions.update(led.id, { epoch });
		await device.outbox.bulkAdd(entries);
	});
}

async function forgetGiven(id: string): Promise<void> {
	const { trainerRows } = device;
	await trainerRows.where('[kind+session]').equals([mediaKind, id]).delete();
	await trainerRows.delete(givenId(id));
}
