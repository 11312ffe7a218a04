/** A shared phone: the next person finds nothing, and nothing of the last one is lost. */
import { connect, newPhone, restart } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepDraft, readDraft } from '../../src/lib/device/drafts.ts';
import { endLeaving, leave } from '../../src/lib/device/leave.ts';
import {
	beginRecording,
	bytesOf,
	keepMedia,
	keepPart,
	listMedia
} from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { keepStep, openTry, stepsDone, triesMade } from '../../src/lib/device/progress.ts';
import { listCards, makeCard, openLearning, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { readCard, writeCard, type CardPicture } from '../../src/lib/domain/space.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { readFileSync } from 'node:fs';
import { photo, voice } from '../integration/media-made.ts';

const need: NeedForm = {
	topic: 'access',
	words: 'Canario: mi vecina Hortensia',
	place: null,
	publish: false
};
const pictures: CardPicture[] = ['sun', 'cat', 'boat'];

const city = cityWithDoor();

beforeEach(async () => {
	await newPhone();
	await readDraft();
	connect(city.door.url);
	// every phone has met its city once
	await sync();
	await keepNeed({ ...need, words: 'De antes' }, 'es');
	await sync();
});

const mine = async (id: string) => (await listNeeds()).find((each) => each.id === id);

/** All that somebody with the developer tools of the browser finds. */
async function everythingHere(): Promise<string> {
	const found: string[] = [];
	for (const table of device.tables) {
		for (const row of (await table.toArray()) as object[]) {
			found.push(
				JSON.stringify(row, (_, value: unknown) =>
					value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : value
				)
			);
		}
	}
	return found.join('\n');
}

const triedAlone = {
	step: 'try',
	attempt: { misses: 0, hints: 0, seconds: 40, dontKnow: 0, result: 'reached' },
	rule: 'task'
} as const;

const voicePart = voice.toString('latin1', 100, 160);

describe('leaving a shared phone', () => {
	it('leaves nothing readable, and what waited arrives byte for byte, with its voice and photos', async () => {
		const [one, two] = [await photo('#0B6E6E', 300, 200), await photo('#9A6700', 300, 200)];
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
		for (const each of [one, two, one])
			await keepMedia('photo', 'image/jpeg', new Uint8Array(each));
		const id = await keepNeed(need, 'es');
		const { code, envelope } = (await device.needs.get(id)) ?? {};
		await keepDraft({
			topic: 'other',
			words: 'Canario empezado',
			place: '',
			publish: false,
			lesson: '',
			step: ''
		});
		await keepStep('scam-messages/parcel-fee', { step: 'look' }, 'es');
		await keepStep('scam-messages/parcel-fee', triedAlone, 'es');
		await openTry('scam-messages/parcel-fee', triedAlone, 'es');
		expect(await everythingHere()).toContain('Canario');

		expect(await leave(crypt)).toBe('left');
		const here = await everythingHere();
		for (const secret of [
			'Canario',
			'Hortensia',
			code,
			envelope?.replyKey,
			voicePart,
			'parcel-fee'
		]) {
			expect(here).not.toContain(secret);
		}
		expect(await listNeeds()).toEqual([]);
		expect(await readDraft()).toBeUndefined();
		expect(await stepsDone()).toEqual({});

		await restart();
		expect(await sync()).toEqual({ outcome: 'done' });
		expect(await city.needs(id)).toMatchObject([{ words: need.words }]);
		const media = await city.db
			.selectFrom('media')
			.selectAll()
			.where('submission', '=', id)
			.orderBy('position')
			.execute();
		expect(media.map(({ arrived_at }) => arrived_at !== null)).toEqual([true, true, true, true]);
		expect(readFileSync(pathOf(city.door.city.dataFolder, media[0]?.shown ?? ''))).toEqual(voice);
		expect(await device.outbox.count()).toBe(0);
		expect(await device.media.count()).toBe(0);
		expect(await device.pieces.count()).toBe(0);
	});

	it('is a duplicate, not a conflict, when a plain copy had arrived before', async () => {
		const id = await keepNeed(need, 'es');
		connect(city.door.url, ['cut after the city kept it']);
		await sync();
		expect(await city.needs(id)).toHaveLength(1);
		await leave(crypt);
		await sync();
		expect(await device.outbox.count()).toBe(0);
		expect(await city.db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
	});

	it('waits while the phone has never met its city: nothing is deleted that cannot be sealed', async () => {
		await newPhone();
		const id = await keepNeed(need, 'es');
		expect(await leave(crypt)).toBe('no-key');
		expect((await mine(id))?.track).toBe('phone');
	});

	it('that was cut off by a crash ends at the next start', async () => {
		await keepNeed(need, 'es');
		await device.facts.put({ key: 'leaving', value: 'sure' });
		await restart();
		expect(await endLeaving(crypt)).toBe('left');
		expect(await everythingHere()).not.toContain('Canario');
		expect(await endLeaving(crypt)).toBeUndefined();
	});

	it('is not undone by a page that still holds the last person’s words, or hears her', async () => {
		const typed = {
			topic: 'other',
			words: 'Canario',
			place: '',
			publish: false,
			lesson: '',
			step: ''
		};
		await readDraft();
		await leave(crypt);
		await keepDraft(typed);
		await expect(keepMedia('voice', 'audio/webm', new Uint8Array(voice))).rejects.toThrow();
		await expect(beginRecording('audio/webm')).rejects.toThrow();
		expect(await device.drafts.count()).toBe(0);
		expect(await device.media.count()).toBe(0);
		await readDraft();
		await keepDraft({ ...typed, words: 'De otra persona' });
		expect((await readDraft())?.words).toBe('De otra persona');
	});

	it('sends the words when a photo had been damaged on the phone', async () => {
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
		const id = await keepNeed(need, 'es');
		await device.pieces.toCollection().modify((piece) => {
			piece.bytes = new ArrayBuffer(3);
		});
		await leave(crypt);
		await sync();
		expect(await city.needs(id)).toMatchObject([{ words: need.words }]);
		expect(await device.outbox.toArray()).toMatchObject([{ id, problem: 'media-damaged' }]);
	});
});

describe('a space', () => {
	async function cardOfAna(): Promise<{
		card: NonNullable<ReturnType<typeof readCard>>;
		id: string;
	}> {
		const card = await makeCard(crypt, pictures, '2580');
		const id = await keepNeed(need, 'es');
		await keepStep('scam-messages/parcel-fee', { step: 'look' }, 'es');
		await keepStep('scam-messages/parcel-fee', triedAlone, 'es');
		await leave(crypt);
		return { card, id };
	}

	it('opens with card and PIN: needs, codes, learning, and what came while its person was away', async () => {
		const { card, id } = await cardOfAna();
		await sync();
		const [row] = await city.needs(id);
		const reply = { lang: 'es', words: 'Ya viene la rampa.' };
		await takeStep(city.db, {
			need: id,
			to: 'answered',
			staff: 'x',
			seen: row?.changed_at as Date,
			reply
		});
		const text = writeCard('https://plaza.example', 'es', card);
		expect(readCard(text)).toEqual(card);

		expect(await openSpace(crypt, card, '0000')).toBe('no-fit');
		expect(await openSpace(crypt, { ...card, secret: 'A'.repeat(22) }, '2580')).toBe('no-fit');
		expect(await openSpace(crypt, { ...card, id: 'A'.repeat(12) }, '2580')).toBe('no-space');
		expect(await listNeeds()).toEqual([]);
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect(await mine(id)).toMatchObject({ track: 'sent', body: { words: need.words } });
		expect(await stepsDone()).toEqual({ 'scam-messages/parcel-fee': ['look', 'try'] });
		expect(await triesMade()).toMatchObject({
			'scam-messages/parcel-fee': { try: [triedAlone.attempt] }
		});
		await sync();
		expect(await mine(id)).toMatchObject({
			track: 'answered',
			messages: [{ words: 'Ya viene la rampa.' }]
		});

		await leave(crypt);
		expect(await everythingHere()).not.toMatch(/Canario|rampa/);
		await openSpace(crypt, card, '2580');
		expect(await mine(id)).toMatchObject({ track: 'answered' });
	});

	it('lets its person hear her own voice again, whether it was sent meanwhile or still waits', async () => {
		const card = await makeCard(crypt, pictures, '2580');
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
		const sent = await keepNeed(need, 'es');
		await leave(crypt);
		await sync();
		expect(await everythingHere()).not.toContain(voicePart);
		await openSpace(crypt, card, '2580');
		// her page opens anew
		await readDraft();
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
		const waits = await keepNeed(need, 'es');
		await leave(crypt);
		await openSpace(crypt, card, '2580');
		for (const id of [sent, waits]) {
			const [kept] = await listMedia(id);
			expect(Buffer.from(await bytesOf(kept?.id ?? ''))).toEqual(voice);
		}
		await sync();
		expect((await mine(waits))?.track).toBe('sent');
	});

	it('opens its learning by pictures and PIN, never its words or codes', async () => {
		const { id } = await cardOfAna();
		const [{ id: space } = { id: '' }] = await listCards();
		expect(await openLearning(crypt, space, ['sun', 'cat', 'fish'], '2580')).toBe(false);
		expect(await openLearning(crypt, space, pictures, '2581')).toBe(false);
		expect(await openLearning(crypt, space, pictures, '2580')).toBe(true);
		expect(await stepsDone()).toEqual({ 'scam-messages/parcel-fee': ['look', 'try'] });
		expect(await triesMade()).toMatchObject({
			'scam-messages/parcel-fee': { try: [triedAlone.attempt] }
		});
		expect(await mine(id)).toBeUndefined();
		expect(await everythingHere()).not.toMatch(/Canario|Hortensia/);
	});

	it('gathers what was told at visits without the card, until the card is shown', async () => {
		const { card, id } = await cardOfAna();
		await openLearning(crypt, card.id, pictures, '2580');
		const second = await keepNeed({ ...need, words: 'Canario segundo' }, 'es');
		await keepStep('scam-messages/parcel-fee', { step: 'decide' }, 'es');
		await leave(crypt);
		await openSpace(crypt, card, '2580');
		expect((await listNeeds()).map((each) => each.id)).toEqual(
			expect.arrayContaining([id, second])
		);
		expect(await stepsDone()).toEqual({ 'scam-messages/parcel-fee': ['look', 'try', 'decide'] });
	});

	it('keeps what was only begun, with its recording, and two beginnings both', async () => {
		const card = await makeCard(crypt, pictures, '2580');
		const begin = (words: string) =>
			keepDraft({ topic: 'other', words, place: '', publish: true, lesson: '', step: '' });
		await readDraft();
		await begin('Canario uno');
		const recording = await beginRecording('audio/webm');
		await keepPart(recording, new Uint8Array(voice).buffer, 2);
		await leave(crypt);
		expect(await everythingHere()).not.toContain(voicePart);
		await openLearning(crypt, card.id, pictures, '2580');
		await readDraft();
		await begin('Canario dos');
		await leave(crypt);
		await openSpace(crypt, card, '2580');
		expect((await readDraft())?.words).toBe('Canario uno\nCanario dos');
		const [kept] = await listMedia('draft');
		expect(Buffer.from(await bytesOf(kept?.id ?? ''))).toEqual(voice);
		const id = await keepNeed(need, 'es');
		await sync();
		expect((await mine(id))?.track).toBe('sent');
	});

	it('belongs to one person: two with the same pictures do not see each other', async () => {
		const first = await cardOfAna();
		const card = await makeCard(crypt, pictures, '1111');
		await keepStep('book-appointment/your-details', { step: 'look' }, 'es');
		await leave(crypt);
		expect(await listCards()).toHaveLength(2);
		expect(await openLearning(crypt, card.id, pictures, '2580')).toBe(false);
		expect(await openLearning(crypt, card.id, pictures, '1111')).toBe(true);
		expect(await stepsDone()).toEqual({ 'book-appointment/your-details': ['look'] });
		await leave(crypt);
		await openSpace(crypt, first.card, '2580');
		expect(await stepsDone()).toEqual({ 'scam-messages/parcel-fee': ['look', 'try'] });
		expect(await triesMade()).toMatchObject({
			'scam-messages/parcel-fee': { try: [triedAlone.attempt] }
		});
	});

	it('knows that the city erased what was taken back, also when the word came meanwhile', async () => {
		const { card, id } = await cardOfAna();
		await openSpace(crypt, card, '2580');
		await withdrawNeed(id, 'es');
		await leave(crypt);
		await sync();
		await openSpace(crypt, card, '2580');
		expect(await mine(id)).toMatchObject({
			track: 'withdrawn',
			withdrawalWaits: false,
			body: undefined
		});
	});

	it('is offered again to a city that was restored while it was closed', async () => {
		const { card, id } = await cardOfAna();
		await sync();
		for (const table of ['needs', 'submissions'] as const) {
			await city.db.deleteFrom(table).where('id', '=', id).execute();
		}
		await setEpoch(city.db);
		await keepNeed({ ...need, words: 'Del siguiente' }, 'es');
		await sync();
		await leave(crypt);
		await openSpace(crypt, card, '2580');
		await sync();
		await sync();
		expect(await city.needs(id)).toHaveLength(1);
	});
});
