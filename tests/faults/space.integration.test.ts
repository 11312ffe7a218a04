/** A space on a shared phone: it opens to its person only, and gives back all that was hers. */
import { everythingHere, mine, need, sharedPhone, triedAlone, voicePart } from './shared-phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { describe, expect, it } from 'vitest';
import { keepDraft, readDraft } from '../../src/lib/device/drafts.ts';
import { leave } from '../../src/lib/device/leave.ts';
import {
	beginRecording,
	bytesOf,
	keepMedia,
	keepPart,
	listMedia
} from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { keepStep, stepsDone, triesMade } from '../../src/lib/device/progress.ts';
import { listCards, makeCard, openLearning, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { readCard, writeCard, type CardPicture } from '../../src/lib/domain/space.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { voice } from '../integration/media-made.ts';

const pictures: CardPicture[] = ['sun', 'cat', 'boat'];

const city = cityWithDoor();
sharedPhone(city);

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
		// her page opens anew
		await readDraft();
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
		// the next one's page
		await readDraft();
		await keepNeed({ ...need, words: 'Del siguiente' }, 'es');
		await sync();
		await leave(crypt);
		await openSpace(crypt, card, '2580');
		await sync();
		await sync();
		expect(await city.needs(id)).toHaveLength(1);
	});
});
