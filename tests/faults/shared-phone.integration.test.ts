/** A shared phone: the next person finds nothing, and nothing of the last one is lost. */
import { connect, newPhone, restart } from './phone.ts';
import { everythingHere, mine, need, sharedPhone, triedAlone, voicePart } from './shared-phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepDraft, readDraft } from '../../src/lib/device/drafts.ts';
import { endLeaving, leave } from '../../src/lib/device/leave.ts';
import { beginRecording, keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { keepStep, openTry, stepsDone } from '../../src/lib/device/progress.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { readFileSync } from 'node:fs';
import { photo, voice } from '../integration/media-made.ts';

const city = cityWithDoor();
sharedPhone(city);

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
