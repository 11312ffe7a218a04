/** Who uses a shared phone now, and with what: said the same to every page, each time a space is made or opened. */
import { mine, need, sharedPhone } from './shared-phone.ts';
import { withFull } from './full-memory.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { hashOf, voice } from '../integration/media-made.ts';
import { expect, it } from 'vitest';
import { askForBadge } from '../../src/lib/device/badges.ts';
import { device } from '../../src/lib/device/database.ts';
import { keepDraft, readDraft } from '../../src/lib/device/drafts.ts';
import { herFacts } from '../../src/lib/device/joined.ts';
import { leave } from '../../src/lib/device/leave.ts';
import {
	beginRecording,
	bytesOf,
	keepMedia,
	keepPart,
	listMedia
} from '../../src/lib/device/media.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { presentPerson } from '../../src/lib/device/shared-phone.ts';
import {
	listCards,
	makeCard,
	openLearning,
	openSpace,
	presentSpace
} from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { CardPicture } from '../../src/lib/domain/space.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';

const pictures: CardPicture[] = ['sun', 'cat', 'boat'];

sharedPhone(cityWithDoor());

const begin = async (words: string) => {
	await readDraft();
	await keepDraft({ topic: 'other', words, place: '', publish: true, lesson: '', step: '' });
};

it('a space is there with its words when its card is made or shown, without them when only its pictures are', async () => {
	const card = await makeCard(crypt, pictures, '2580');
	expect(await presentSpace()).toMatchObject({ id: card.id, whole: true });
	await leave(crypt);
	expect(await presentSpace()).toBeUndefined();
	await openLearning(crypt, card.id, pictures, '2580');
	expect(await presentSpace()).toMatchObject({ id: card.id, whole: false });
	await leave(crypt);
	await openSpace(crypt, card, '2580');
	expect(await presentSpace()).toMatchObject({ id: card.id, whole: true });
});

it('what she has begun stands there once, with its recording, however often she comes and goes with her card', async () => {
	const card = await makeCard(crypt, pictures, '2580');
	await begin('Canario uno');
	// it still runs when she leaves
	const recording = await beginRecording('audio/webm');
	await keepPart(recording, new Uint8Array(voice).buffer, 2);
	for (const visit of ['first', 'second', 'third']) {
		await leave(crypt);
		await openSpace(crypt, card, '2580');
		expect((await readDraft())?.words, visit).toBe('Canario uno');
		const kept = await listMedia('draft');
		expect(kept, visit).toMatchObject([{ sha256: hashOf(voice), seconds: 2 }]);
		expect(kept.some(({ sealed }) => sealed)).toBe(false);
		expect(Buffer.from(await bytesOf(kept[0]?.id ?? ''))).toEqual(voice);
	}
	const id = await keepNeed(need, 'es');
	expect((await device.needs.get(id))?.envelope?.media).toMatchObject([{ sha256: hashOf(voice) }]);
});

it('a recording in which nothing was said yet is none when she comes again', async () => {
	const card = await makeCard(crypt, pictures, '2580');
	await readDraft();
	await beginRecording('audio/webm');
	await leave(crypt);
	await openSpace(crypt, card, '2580');
	expect(await device.media.toArray()).toEqual([]);
});

it('of two cards the one that was used last stands first', async () => {
	const first = await makeCard(crypt, pictures, '2580');
	await leave(crypt, 1000);
	const second = await makeCard(crypt, pictures, '1111');
	await leave(crypt, 2000);
	const ids = async () => (await listCards()).map(({ id }) => id);
	expect(await ids()).toEqual([second.id, first.id]);
	await openSpace(crypt, first, '2580');
	await leave(crypt, 3000);
	expect(await ids()).toEqual([first.id, second.id]);
});

it('a card that the phone could not keep is not given to her', async () => {
	for (const table of [device.spaces, device.facts]) {
		await withFull(table, 'creating', () =>
			expect(makeCard(crypt, pictures, '2580')).rejects.toThrow('the phone is full')
		);
		expect(await listCards()).toEqual([]);
		expect(await presentSpace()).toBeUndefined();
	}
});

it('other pages can tell that it is somebody else who opened her space, by card and by pictures', async () => {
	const card = await makeCard(crypt, pictures, '2580');
	const persons = [await presentPerson()];
	const note = async () => persons.push(await presentPerson());
	await leave(crypt);
	await note();
	await openLearning(crypt, card.id, pictures, '2580');
	await note();
	await leave(crypt);
	await note();
	await openSpace(crypt, card, '2580');
	await note();
	expect(new Set(persons).size).toBe(persons.length);
});

it('a space whose words find no room on the phone is not open, and opens when there is room', async () => {
	const card = await makeCard(crypt, pictures, '2580');
	const id = await keepNeed(need, 'es');
	await leave(crypt);
	await withFull(device.needs, 'creating', () =>
		expect(openSpace(crypt, card, '2580')).rejects.toThrow('the phone is full')
	);
	expect(await presentSpace()).toBeUndefined();
	expect(await openSpace(crypt, card, '2580')).toBe('opened');
	expect((await device.needs.get(id))?.envelope?.body.words).toBe(need.words);
});

it('of two visits of which one wrote no words, the words of the other stand alone', async () => {
	const card = await makeCard(crypt, pictures, '2580');
	await begin(' ');
	await leave(crypt);
	await openLearning(crypt, card.id, pictures, '2580');
	await begin('Canario dos');
	await leave(crypt);
	await openSpace(crypt, card, '2580');
	expect((await readDraft())?.words).toBe('Canario dos');
});

it('gives back what her phone knows of what she told: its receipt, what waits and can be mended, and no more', async () => {
	const card = await makeCard(crypt, pictures, '2580');
	const sent = await keepNeed(need, 'es');
	await sync();
	const waits = await keepNeed({ ...need, words: 'Canario espera' }, 'es');
	await askForBadge('scam-messages', 'Hortensia', 'es');
	const [badge] = await device.badges.toArray();
	await leave(crypt);
	await openSpace(crypt, card, '2580');
	expect((await device.receipts.get(sent))?.id).toBe(sent);
	expect((await device.outbox.get(waits))?.envelope?.id).toBe(waits);
	expect((await device.outbox.get(badge?.id ?? ''))?.envelope).toEqual(badge?.envelope);
	// nothing is there of what she never did
	expect((await device.facts.bulkGet(herFacts)).filter(Boolean)).toEqual([]);
});

it('what she took back can be read until the city has let go of it; then its voice goes from the phone too', async () => {
	const card = await makeCard(crypt, pictures, '2580');
	await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
	const id = await keepNeed(need, 'es');
	await sync();
	await withdrawNeed(id, 'es');
	await leave(crypt);
	await openSpace(crypt, card, '2580');
	expect(await mine(id)).toMatchObject({ withdrawalWaits: true, body: { words: need.words } });
	expect(await listMedia(id)).toHaveLength(1);
	await leave(crypt);
	await sync();
	await openSpace(crypt, card, '2580');
	expect((await mine(id))?.body).toBeUndefined();
	expect(await listMedia(id)).toEqual([]);
});
