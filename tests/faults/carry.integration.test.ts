/** Carrying without internet loses nothing and doubles nothing: two real phones, a file between them, the real city. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listCarried } from '../../src/lib/device/carry.ts';
import { cityToSealFor, countWaiting } from '../../src/lib/device/carry/hand-over.ts';
import { resultsToBring } from '../../src/lib/device/carry/results.ts';
import { device, writeFact } from '../../src/lib/device/database.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { park, unpark } from '../../src/lib/device/outbox.ts';
import { keepStep } from '../../src/lib/device/progress.ts';
import { meetCity } from '../../src/lib/device/sync/city-keys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { newKeys } from '../integration/invented.ts';
import { photo, voice } from '../integration/media-made.ts';
import {
	back,
	citizenAndTrainer,
	crypt,
	exchange,
	handOver,
	need,
	nowhere,
	over,
	states,
	tellWithMedia,
	track,
	withInternet
} from './carrying.ts';

const city = cityWithDoor();
const phones = citizenAndTrainer(city);
afterEach(() => vi.restoreAllMocks());

const receiptsAtCity = (id: string) =>
	city.db.selectFrom('submissions').select('receipt').where('id', '=', id).execute();

describe('a file from a phone without internet', () => {
	it('has the words and the voice of a message whose photo was damaged on the phone', async () => {
		const id = await tellWithMedia();
		const damaged = await device.media.where({ owner: id }).filter(({ role }) => role === 'photo');
		const [photo] = await damaged.primaryKeys();
		await device.pieces
			.where('media')
			.equals(photo ?? '')
			.modify({ bytes: new ArrayBuffer(3) });
		const file = await handOver();
		await exchange(phones.trainer);
		expect(await over(file)).toMatchObject({ letters: [{ outcome: 'taken' }], media: 1 });
		await withInternet(city);
		expect(await city.needs(id)).toMatchObject([{ words: 'Escucha y mira.' }]);
		const voices = await city.db
			.selectFrom('media')
			.select(['role', 'shown_type'])
			.where('submission', '=', id)
			.where('shown', 'is not', null)
			.execute();
		expect(voices).toEqual([{ role: 'voice', shown_type: 'audio/webm' }]);
	});

	it('brings words, recording and photo byte for byte to the city, and the receipts come back', async () => {
		const plain = await keepNeed(need, 'es');
		const rich = await tellWithMedia();
		await keepStep('scam-messages/parcel-fee', { step: 'look' }, 'es');
		const file = await handOver();
		expect(await file.text()).not.toContain('biblioteca');

		const citizen = await exchange(phones.trainer);
		expect(await over(file)).toMatchObject({
			letters: [{ outcome: 'taken' }, { outcome: 'taken' }, { outcome: 'taken' }],
			media: 2,
			problem: undefined
		});
		expect(await states()).toEqual(['waits', 'waits', 'waits']);
		expect(await sync()).toMatchObject({ outcome: 'no-answer' });
		await withInternet(city);
		expect(await states()).toEqual(['arrived', 'arrived', 'arrived']);
		expect(await device.media.count()).toBe(0);
		expect(await city.needs(plain)).toMatchObject([{ words: need.words }]);
		const rows = await city.db
			.selectFrom('media')
			.selectAll()
			.where('submission', '=', rich)
			.orderBy('position')
			.execute();
		expect(rows).toMatchObject([
			{ role: 'voice', size: voice.length, shown_type: 'audio/webm' },
			{ role: 'photo', shown_type: 'image/jpeg' }
		]);
		const kept = readFileSync(pathOf(city.door.city.dataFolder, rows[0]?.shown ?? ''));
		expect(kept.equals(voice)).toBe(true);
		expect(rows[1]?.sha256).toBe(
			createHash('sha256')
				.update(await photo())
				.digest('base64url')
		);

		const results = await resultsToBring();
		connect(nowhere);
		await exchange(citizen);
		expect(await back(results)).toEqual({ arrived: 3, parked: 0, unproven: 0 });
		expect([await track(plain), await track(rich)]).toEqual(['sent', 'sent']);
		expect(await device.outbox.count()).toBe(0);
	});

	it.each(['before', 'after'] as const)(
		'is one need with one receipt when its own phone sends it %s the trainer',
		async (when) => {
			const id = await tellWithMedia();
			const file = await handOver();
			if (when === 'before') await withInternet(city);
			let aside = await exchange(phones.trainer);
			await over(file);
			await withInternet(city);
			const [carried] = await resultsToBring();
			aside = await exchange(aside);
			if (when === 'after') await withInternet(city);
			const own = await device.receipts.get(id);
			expect(own).toEqual(carried?.receipt);
			expect(await receiptsAtCity(id)).toEqual([{ receipt: own }]);
			expect(await city.needs(id)).toHaveLength(1);
			expect(Object.keys(aside).length).toBeGreaterThan(5);
		}
	);

	it('taken twice is there once, and is not taken by the phone that told it', async () => {
		await tellWithMedia();
		const file = await handOver();
		expect(await over(file)).toMatchObject({ letters: [{ outcome: 'known' }], media: 0 });
		expect(await listCarried()).toEqual([]);
		await exchange(phones.trainer);
		await over(file);
		expect(await over(file)).toMatchObject({ letters: [{ outcome: 'known' }], media: 0 });
		expect(await device.outbox.count()).toBe(1);
		expect(await device.media.count()).toBe(2);
		await withInternet(city);
		expect(await over(file)).toMatchObject({ letters: [{ outcome: 'known' }] });
		expect(await device.outbox.count()).toBe(0);
	});

	it('cut at any byte gives what was whole, and the whole file after it the rest', async () => {
		const ids = [await keepNeed(need, 'es'), await tellWithMedia(), await keepNeed(need, 'ar')];
		const file = await handOver();
		await exchange(phones.trainer);
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: file.size - 2 }), async (length) => {
				await device.outbox.clear();
				await device.carried.clear();
				await device.media.clear();
				await device.pieces.clear();
				const { letters, problem } = await over(file.slice(0, length));
				expect(problem).toBe('truncated');
				expect(letters.map(({ id }) => id)).toEqual(ids.slice(0, letters.length));
				for (const { id, size } of await device.media.toArray()) {
					const pieces = await device.pieces.where('media').equals(id).toArray();
					expect(pieces.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)).toBe(size);
				}
				const whole = await over(file);
				expect(whole.problem).toBeUndefined();
				expect(await device.outbox.count()).toBe(3);
				expect(await device.media.count()).toBe(2);
			}),
			{ numRuns: 25 }
		);
		await withInternet(city);
		expect(await states()).toEqual(['arrived', 'arrived', 'arrived']);
	});

	it('with a letter and a photo that somebody changed brings the others, and says why that one stays', async () => {
		const changed = await keepNeed(need, 'es');
		const healthy = await tellWithMedia();
		const file = await handOver();
		const lines = (await file.text()).split('\n').map((line) => {
			// other words under the seal, another beginning of the photo
			const seal = line.includes(changed) && line.split('..')[1];
			return seal ? line.replace(seal, `AAAA${seal.slice(4)}`) : line;
		});
		const photoLine = lines.findLastIndex((line) => line.startsWith('{"media"'));
		lines[photoLine] = (lines[photoLine] ?? '').replace(/"bytes":".{8}/, '"bytes":"AAAAAAAA');
		const citizen = await exchange(phones.trainer);
		expect(await over(new Blob([lines.join('\n')]))).toMatchObject({ media: 1, problem: 'edited' });
		await withInternet(city);
		const carried = new Map((await listCarried()).map(({ id, state }) => [id, state]));
		expect(carried.get(changed)).toBe('refused');
		expect(carried.get(healthy)).toBe('words-arrived');
		expect(await city.needs(changed)).toEqual([]);
		expect(await city.needs(healthy)).toHaveLength(1);
		const results = await resultsToBring();
		await exchange(citizen);
		connect(nowhere);
		expect(await back(results)).toEqual({ arrived: 0, parked: 1, unproven: 0 });
		expect((await listNeeds()).find(({ id }) => id === changed)).toMatchObject({
			track: 'needs-you',
			problem: 'sealed',
			body: { words: need.words }
		});
		// on her own phone they are as they were
		await unpark(changed);
		await withInternet(city);
		expect([await track(changed), await track(healthy)]).toEqual(['sent', 'sent']);
	});

	it('takes along what was refused, what was taken back, and what was carried here', async () => {
		const parked = await keepNeed(need, 'es');
		await park(parked, 'rejected');
		const takenBack = await keepNeed(need, 'es');
		await withdrawNeed(takenBack, 'es');
		const file = await handOver();
		await exchange(phones.trainer);
		await over(file);
		const onward = await handOver();
		await newPhone();
		connect(city.door.url);
		await meetCity(crypt.checkSignature);
		expect((await over(onward)).letters.map(({ outcome }) => outcome)).toEqual(['taken', 'taken']);
		await withInternet(city);
		expect(await city.needs(parked)).toHaveLength(1);
		expect(await city.needs(takenBack)).toEqual([]);
		const withdrawals = city.db.selectFrom('submissions').where('kind', '=', 'withdrawal');
		expect(await withdrawals.select('id').execute()).toHaveLength(1);
	});

	it('of another city is not taken', async () => {
		await keepNeed(need, 'es');
		const file = await handOver();
		await exchange(phones.trainer);
		const { public: root } = newKeys().root;
		await writeFact('root', root);
		expect(await over(file)).toEqual({ letters: [], media: 0, problem: 'other-city' });
		expect(await device.outbox.count()).toBe(0);
	});

	it('that does not fit on the phone is taken as far as it goes, and later whole', async () => {
		for (let count = 0; count < 3; count++) await keepNeed(need, 'es');
		const file = await handOver();
		await exchange(phones.trainer);
		const add = device.outbox.add.bind(device.outbox);
		let room = 1;
		vi.spyOn(device.outbox, 'add').mockImplementation(((entry: never) => {
			if (room-- > 0) return add(entry);
			throw Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
		}) as never);
		expect(await over(file)).toMatchObject({
			letters: [{ outcome: 'taken' }, { outcome: 'no-room' }],
			problem: 'no-room'
		});
		expect(await listCarried()).toHaveLength(1);
		vi.restoreAllMocks();
		expect((await over(file)).letters.map(({ outcome }) => outcome)).toEqual([
			'known',
			'taken',
			'taken'
		]);
	});

	it('cannot be made by a phone that never met the city, and nothing changes there', async () => {
		await newPhone();
		await keepNeed(need, 'es');
		expect(await cityToSealFor(crypt)).toBeUndefined();
		expect(await countWaiting()).toEqual({ told: 1, all: 1 });
		connect(city.door.url);
		expect(await cityToSealFor(crypt)).toBeDefined();
	});
});
