/** Carrying without internet loses nothing and doubles nothing: two real phones, a file or codes between them, the real city. */
import { connect, newPhone } from './phone.ts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listCarried, takeIn, type TakenIn } from '../../src/lib/device/carry.ts';
import {
	cityToSealFor,
	countWaiting,
	packCodes,
	packFile
} from '../../src/lib/device/carry/hand-over.ts';
import {
	dismissResults,
	forgetOldResults,
	resultsToBring
} from '../../src/lib/device/carry/results.ts';
import { ownCryptography } from '../../src/lib/device/cryptography.ts';
import { device, writeFact } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { park, unpark } from '../../src/lib/device/outbox.ts';
import { finishStep } from '../../src/lib/device/progress.ts';
import { meetCity } from '../../src/lib/device/sync/city-keys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { resultsText } from '../../src/lib/domain/carry-results.ts';
import { takeCode, type Assembly } from '../../src/lib/domain/qr-frames.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { makeProblem } from '../../src/lib/domain/problem.ts';
import { signReceipt } from '../../src/lib/server/receipts.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { openDoor, type Door } from '../integration/door.ts';
import { newKeys } from '../integration/invented.ts';
import { photo, voice } from '../integration/media-made.ts';
import { putAside, takeUp, type Memory } from './two-phones.ts';

const need: NeedForm = {
	topic: 'connection',
	words: 'No hay internet en la biblioteca.',
	place: null,
	publish: false
};
const nowhere = 'http://127.0.0.1:9';
const crypt = ownCryptography();

let city: TestDatabase;
let door: Door;
/** The trainer's phone, while it is not in hand. */
let trainer: Memory;

beforeAll(async () => {
	city = await openTestDatabase();
	door = await openDoor(city.url);
});
afterAll(async () => {
	await door.close();
	await city.close();
});
beforeEach(async () => {
	// both have met the city once; now there is no internet
	connect(door.url);
	for (const phone of ['trainer', 'citizen']) {
		await newPhone();
		await meetCity(crypt.checkSignature);
		if (phone === 'trainer') trainer = await putAside();
	}
	connect(nowhere);
});
afterEach(() => vi.restoreAllMocks());

const atCity = (id: string) =>
	city.db.selectFrom('needs').selectAll().where('id', '=', id).execute();
const receiptsAtCity = (id: string) =>
	city.db.selectFrom('submissions').select('receipt').where('id', '=', id).execute();
const track = async (id: string) => (await listNeeds()).find((each) => each.id === id)?.track;
const states = async () => (await listCarried()).map(({ state }) => state);

async function tellWithMedia(): Promise<string> {
	const bytes = async (buffer: Buffer | Promise<Buffer>) => new Uint8Array(await buffer);
	await keepMedia('voice', 'audio/webm', await bytes(voice));
	await keepMedia('photo', 'image/jpeg', await bytes(photo()));
	return keepNeed({ ...need, words: 'Escucha y mira.' }, 'es');
}

async function handOver(): Promise<Blob> {
	const here = await cityToSealFor(crypt);
	if (!here) throw new Error('this phone knows no city');
	return (await packFile(crypt, here)).file;
}

async function showCodes() {
	const here = await cityToSealFor(crypt);
	if (!here) throw new Error('this phone knows no city');
	return packCodes(crypt, here);
}

async function over(came: Blob): Promise<Extract<TakenIn, { over: unknown }>['over']> {
	const taken = await takeIn(crypt, came);
	if (!('over' in taken)) throw new Error('these are results');
	return taken.over;
}

async function back(results: SyncResult[]) {
	const taken = await takeIn(crypt, new Blob([resultsText(results)]));
	if (!('back' in taken)) throw new Error('these are no results');
	return taken.back;
}

/** The other phone is taken in hand. */
async function exchange(other: Memory): Promise<Memory> {
	const aside = await putAside();
	await takeUp(other);
	return aside;
}

async function withInternet(): Promise<void> {
	connect(door.url);
	expect(await sync()).toMatchObject({ outcome: 'done' });
}

describe('a file from a phone without internet', () => {
	it('brings words, recording and photo byte for byte to the city, and the receipts come back', async () => {
		const plain = await keepNeed(need, 'es');
		const rich = await tellWithMedia();
		await finishStep('scam-messages/parcel-fee', 'look', 'es');
		const file = await handOver();
		expect(await file.text()).not.toContain('biblioteca');

		const citizen = await exchange(trainer);
		expect(await over(file)).toMatchObject({
			letters: [{ outcome: 'taken' }, { outcome: 'taken' }, { outcome: 'taken' }],
			media: 2,
			problem: undefined
		});
		expect(await states()).toEqual(['waits', 'waits', 'waits']);
		expect(await sync()).toMatchObject({ outcome: 'no-answer' });
		await withInternet();
		expect(await states()).toEqual(['arrived', 'arrived', 'arrived']);
		expect(await device.media.count()).toBe(0);
		expect(await atCity(plain)).toMatchObject([{ words: need.words }]);
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
		const kept = readFileSync(pathOf(door.city.dataFolder, rows[0]?.shown ?? ''));
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
			if (when === 'before') await withInternet();
			let aside = await exchange(trainer);
			await over(file);
			await withInternet();
			const [carried] = await resultsToBring();
			aside = await exchange(aside);
			if (when === 'after') await withInternet();
			const own = await device.receipts.get(id);
			expect(own).toEqual(carried?.receipt);
			expect(await receiptsAtCity(id)).toEqual([{ receipt: own }]);
			expect(await atCity(id)).toHaveLength(1);
			expect(Object.keys(aside).length).toBeGreaterThan(5);
		}
	);

	it('taken twice is there once, and is not taken by the phone that told it', async () => {
		await tellWithMedia();
		const file = await handOver();
		expect(await over(file)).toMatchObject({ letters: [{ outcome: 'known' }], media: 0 });
		expect(await listCarried()).toEqual([]);
		await exchange(trainer);
		await over(file);
		expect(await over(file)).toMatchObject({ letters: [{ outcome: 'known' }], media: 0 });
		expect(await device.outbox.count()).toBe(1);
		expect(await device.media.count()).toBe(2);
		await withInternet();
		expect(await over(file)).toMatchObject({ letters: [{ outcome: 'known' }] });
		expect(await device.outbox.count()).toBe(0);
	});

	it('cut at any byte gives what was whole, and the whole file after it the rest', async () => {
		const ids = [await keepNeed(need, 'es'), await tellWithMedia(), await keepNeed(need, 'ar')];
		const file = await handOver();
		await exchange(trainer);
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
		await withInternet();
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
		const citizen = await exchange(trainer);
		expect(await over(new Blob([lines.join('\n')]))).toMatchObject({ media: 1, problem: 'edited' });
		await withInternet();
		const carried = new Map((await listCarried()).map(({ id, state }) => [id, state]));
		expect(carried.get(changed)).toBe('refused');
		expect(carried.get(healthy)).toBe('words-arrived');
		expect(await atCity(changed)).toEqual([]);
		expect(await atCity(healthy)).toHaveLength(1);
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
		await withInternet();
		expect([await track(changed), await track(healthy)]).toEqual(['sent', 'sent']);
	});

	it('takes along what was refused, what was taken back, and what was carried here', async () => {
		const parked = await keepNeed(need, 'es');
		await park(parked, 'rejected');
		const takenBack = await keepNeed(need, 'es');
		await withdrawNeed(takenBack, 'es');
		const file = await handOver();
		await exchange(trainer);
		await over(file);
		const onward = await handOver();
		await newPhone();
		connect(door.url);
		await meetCity(crypt.checkSignature);
		expect((await over(onward)).letters.map(({ outcome }) => outcome)).toEqual(['taken', 'taken']);
		await withInternet();
		expect(await atCity(parked)).toHaveLength(1);
		expect(await atCity(takenBack)).toEqual([]);
		const withdrawals = city.db.selectFrom('submissions').where('kind', '=', 'withdrawal');
		expect(await withdrawals.select('id').execute()).toHaveLength(1);
	});

	it('of another city is not taken', async () => {
		await keepNeed(need, 'es');
		const file = await handOver();
		await exchange(trainer);
		const { public: root } = newKeys().root;
		await writeFact('root', root);
		expect(await over(file)).toEqual({ letters: [], media: 0, problem: 'other-city' });
		expect(await device.outbox.count()).toBe(0);
	});

	it('that does not fit on the phone is taken as far as it goes, and later whole', async () => {
		for (let count = 0; count < 3; count++) await keepNeed(need, 'es');
		const file = await handOver();
		await exchange(trainer);
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
		connect(door.url);
		expect(await cityToSealFor(crypt)).toBeDefined();
	});
});

describe('codes on the screen', () => {
	it('bring one message in one code, also beside what was learnt', async () => {
		const id = await keepNeed(need, 'es');
		for (let step = 0; step < 30; step++)
			await finishStep('scam-messages/parcel-fee', `s${step}`, 'es');
		const { codes, messages } = await showCodes();
		expect([codes?.length, messages]).toEqual([1, 1]);
		await exchange(trainer);
		expect(await over(new Blob(codes))).toMatchObject({ letters: [{ id, outcome: 'taken' }] });
		await withInternet();
		expect(await atCity(id)).toHaveLength(1);
	});

	it('of two people, read in turn, bring all messages of both', async () => {
		const told: string[] = [];
		const shown: string[][] = [];
		for (const words of ['uno', 'dos']) {
			for (let count = 0; count < 4; count++)
				told.push(await keepNeed({ ...need, words: `${words} ${count}` }, 'es'));
			shown.push((await showCodes()).codes ?? []);
			await newPhone();
			connect(door.url);
			await meetCity(crypt.checkSignature);
			connect(nowhere);
		}
		await takeUp(trainer);
		let assembly: Assembly = [];
		const longest = Math.max(...shown.map(({ length }) => length));
		expect(longest).toBeGreaterThan(2);
		for (let at = longest - 1; at >= 0; at--) {
			for (const codes of shown) {
				const read = takeCode(assembly, codes[at] ?? '');
				assembly = read.assembly;
				if ('text' in read) await over(new Blob([read.text]));
			}
		}
		await withInternet();
		for (const id of told) expect(await atCity(id)).toHaveLength(1);
	});

	it('bring the words before the photo, which its own phone brings later; then both have the receipt', async () => {
		const id = await tellWithMedia();
		const { codes, mediaLeft } = await showCodes();
		expect(mediaLeft).toBe(2);
		let assembly: Assembly = [];
		let text = '';
		for (const code of codes ?? []) {
			const read = takeCode(assembly, code);
			assembly = read.assembly;
			if ('text' in read) text = read.text;
		}
		const citizen = await exchange(trainer);
		await over(new Blob([text]));
		await withInternet();
		expect(await states()).toEqual(['words-arrived']);
		await withInternet();
		expect(await states()).toEqual(['words-arrived']);
		expect(await resultsToBring()).toEqual([]);
		expect(await atCity(id)).toHaveLength(1);
		const carrier = await exchange(citizen);
		await withInternet();
		expect(await track(id)).toBe('sent');
		const own = await device.receipts.get(id);
		await exchange(carrier);
		await withInternet();
		expect((await resultsToBring())[0]?.receipt).toEqual(own);
	});

	it('are not made of more than cameras can read', async () => {
		for (let count = 0; count < 16; count++)
			await keepNeed({ ...need, words: 'a'.repeat(500) }, 'es');
		expect((await showCodes()).codes).toBeUndefined();
	});
});

describe('results that are brought back', () => {
	async function delivered() {
		const id = await keepNeed(need, 'es');
		const file = await handOver();
		const citizen = await exchange(trainer);
		await over(file);
		await withInternet();
		const results = await resultsToBring();
		await exchange(citizen);
		connect(nowhere);
		return {
			id,
			results,
			result: results[0] as SyncResult & { receipt: NonNullable<SyncResult['receipt']> }
		};
	}

	it('change nothing when they are forged', async () => {
		const { id, result } = await delivered();
		const { receipt } = result;
		const other = { ...receipt, sha256: 'A'.repeat(43) };
		const node = { ...receipt, node: 'elsewhere' };
		const stranger = await signReceipt(newKeys(), receipt);
		// the city's own signature, for another content under this id
		const replaced = await signReceipt(door.city.keys, other);
		const [kid] = receipt.signature.split('.');
		const forged: SyncResult[] = [
			{ ...result, receipt: other },
			{ ...result, receipt: node },
			{ ...result, receipt: stranger },
			{
				...result,
				receipt: { ...stranger, signature: `${kid}.${stranger.signature.split('.')[1]}` }
			},
			{ ...result, receipt: replaced },
			{ id, result: 'accepted' },
			{ id, result: 'deleted' },
			{ id, result: 'duplicate' },
			{ id, result: 'incomplete', missing: ['A'.repeat(43)] },
			{ id, result: 'held', hubReceipt: receipt },
			{ id: null, result: 'rejected' },
			{ ...result, id: '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a70' }
		];
		const before = await device.outbox.toArray();
		expect(await back(forged)).toEqual({ arrived: 0, parked: 0, unproven: 5 });
		expect(await device.outbox.toArray()).toEqual(before);
		expect(await device.receipts.count()).toBe(0);
		expect(await track(id)).toBe('phone');
		expect(await back([...forged, result])).toMatchObject({ arrived: 1 });
		expect(await track(id)).toBe('sent');
		expect(await back([result])).toEqual({ arrived: 0, parked: 0, unproven: 0 });
	});

	it('that refuse one say why, and its words stay', async () => {
		const { id } = await delivered();
		const problem = makeProblem('too-long', 'too long');
		expect(await back([{ id, result: 'rejected', problem }])).toMatchObject({ parked: 1 });
		expect((await listNeeds())[0]).toMatchObject({ track: 'needs-you', problem: 'too-long' });
		expect((await listNeeds())[0]?.body?.words).toBe(need.words);
	});

	it.each(['', '{"plaza":"results","v":1}', '{"plaza":"results","v":9,"results":[]}'])(
		'that cannot be read change nothing: %s',
		async (text) => {
			const { id } = await delivered();
			await takeIn(crypt, new Blob([text]));
			expect(await track(id)).toBe('phone');
			expect(await device.outbox.count()).toBe(1);
		}
	);

	it('go through two carriers', async () => {
		const id = await keepNeed(need, 'es');
		const file = await handOver();
		const citizen = await putAside();
		await takeUp(trainer);
		await over(file);
		const onward = await handOver();
		const first = await putAside();
		connect(door.url);
		await meetCity(crypt.checkSignature);
		await over(onward);
		await withInternet();
		const results = await resultsToBring();
		await takeUp(first);
		connect(nowhere);
		expect(await back(results)).toMatchObject({ arrived: 1 });
		const further = await resultsToBring();
		expect(further[0]?.receipt).toEqual(results[0]?.receipt);
		await takeUp(citizen);
		expect(await back(further)).toMatchObject({ arrived: 1 });
		expect(await track(id)).toBe('sent');
	});

	it('are kept for 90 days or until they are dismissed; what still waits is kept', async () => {
		const ids = [await keepNeed(need, 'es'), await keepNeed(need, 'es')];
		const file = await handOver();
		await exchange(trainer);
		await over(file);
		await dismissResults(ids);
		await forgetOldResults(Date.now() + 1000 * 24 * 60 * 60 * 1000);
		expect(await device.outbox.count()).toBe(2);
		await withInternet();
		await forgetOldResults(Date.now() + 89 * 24 * 60 * 60 * 1000);
		expect(await resultsToBring()).toHaveLength(2);
		await dismissResults(ids.slice(0, 1));
		expect(await listCarried()).toMatchObject([{ id: ids[1] }]);
		await forgetOldResults(Date.now() + 91 * 24 * 60 * 60 * 1000);
		expect(await listCarried()).toEqual([]);
	});
});
