/** Phones of earlier Plazas: their memory comes along whole, and a memory that stays shut is never deleted. */
import { freezePhone, isFrozen, readPhone, textOf, type FrozenPhone } from './frozen-phone.ts';
import { newPhone } from './phone.ts';
import { openRaw, takeUp, takeUpAtItsCity } from './taken-up.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { resultsToBring } from '../../src/lib/device/carry/results.ts';
import { device, version } from '../../src/lib/device/database.ts';
import { noteHolder, readDraft } from '../../src/lib/device/drafts.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { bytesOf, draft, listMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { beforeClosing, openDevice, whenOutdated } from '../../src/lib/device/opening.ts';
import { stepsDone } from '../../src/lib/device/progress.ts';
import { openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { openDoor, type Door } from '../integration/door.ts';

/** The version that was shipped first, to the one of today. */
const versions = Array.from({ length: version }, (_, at) => at + 1);

let city: TestDatabase;
let door: Door | undefined;

beforeAll(async () => {
	city = await openTestDatabase();
});
afterAll(() => city.close());
afterEach(async () => {
	await door?.close();
	door = undefined;
	device.close();
	await newPhone();
});

describe('F19: a phone of each version', () => {
	it('up to the one of today is frozen', async () => {
		if (process.env['PLAZA_FREEZE'] && !isFrozen(version)) {
			door = await openDoor(city.url);
			await freezePhone(version, door);
		}
		const missing = versions.filter((each) => !isFrozen(each));
		expect(missing, 'freeze it: see frozen-phone.ts').toEqual([]);
	});

	it.each(versions)('comes along from version %i with everything, unchanged', async (each) => {
		const phone = readPhone(each);
		await takeUp(phone);
		expect(await openDevice()).toBeUndefined();
		expect(device.verno).toBe(version);
		for (const [name, { rows }] of Object.entries(phone.stores)) {
			const here = (await device.table(name).toArray()) as object[];
			expect(here.map(textOf).sort(), name).toEqual(rows.map(textOf).sort());
		}
	});

	it.each(versions)('brings what waited in version %i, with its fingerprint', async (each) => {
		const phone = readPhone(each);
		door = await takeUpAtItsCity(phone, city.url);
		const waited = phone.stores['outbox']?.rows as {
			id: string;
			sha256: string | null;
			problem?: string;
		}[];
		await sync();
		await sync();
		expect(waited.length).toBeGreaterThan(3);
		for (const { id, sha256, problem } of waited) {
			if (problem) continue;
			const row = await city.db
				.selectFrom('submissions')
				.select('sha256')
				.where('id', '=', id)
				.executeTakeFirst();
			expect(row?.sha256, id).toBe(sha256 ?? row?.sha256);
			expect(row, id).toBeDefined();
		}
		expect((await device.outbox.toArray()).map(({ problem }) => problem)).toEqual(['too-long']);
	});
});

describe('a phone of version 1', () => {
	const fixture = readPhone(1);

	it('shows every need where it was, its answer, draft and step', async () => {
		await takeUp(fixture);
		await openDevice();
		expect((await tracks()).sort()).toEqual(['answered', 'needs-you', 'phone', 'withdrawn']);
		expect((await listNeeds()).find(({ track }) => track === 'answered')?.messages).toMatchObject([
			{ words: 'Ya hay internet.' }
		]);
		expect((await readDraft())?.words).toBe('Apenas empezado');
		expect(await stepsDone()).toEqual({ 'scam-messages/parcel-fee': ['look'] });
	});

	it('is as it was when the change of its memory is cut off', async () => {
		await takeUp(fixture);
		await expect(
			openRaw(20, (db, transaction) => {
				db.deleteObjectStore('outbox');
				transaction.abort();
			})
		).rejects.toThrow();
		await openDevice();
		expect(await device.outbox.count()).toBe(fixture.stores['outbox']?.rows.length);
	});
});

describe('a phone of version 2', () => {
	it('shows every need where it was, with its voice and photo, and the draft with its photo', async () => {
		await takeUp(readPhone(2));
		await openDevice();
		const needs = await listNeeds();
		expect((await tracks()).sort()).toEqual([
			'answered',
			'needs-you',
			'phone',
			'sent',
			'withdrawn'
		]);
		const roles = (track: string) =>
			needs.find((each) => each.track === track)?.media.map(({ role }) => role);
		expect(roles('phone')).toEqual(['voice', 'photo']);
		expect(roles('sent')).toEqual(['voice']);
		expect((await readDraft())?.words).toBe('Apenas empezado');
		expect((await listMedia(draft)).map(({ role }) => role)).toEqual(['photo']);
	});

	it('brings voices and photos byte for byte, of whoever is here and whoever has left', async () => {
		const phone = readPhone(2);
		door = await takeUpAtItsCity(phone, city.url);
		await sync();
		await sync();
		const rows = [...(phone.stores['outbox']?.rows ?? []), ...(phone.stores['needs']?.rows ?? [])];
		// phones of other versions have brought theirs to the same city
		const ids = (rows as { id: string }[]).map(({ id }) => id);
		const media = await city.db
			.selectFrom('media')
			.selectAll()
			.where('submission', 'in', ids)
			.execute();
		const voices = media.filter(({ role }) => role === 'voice');
		expect(voices).toHaveLength(3);
		expect(voices.every(({ shown, sha256 }) => shown === sha256)).toBe(true);
		expect(media.filter(({ shown_type }) => shown_type === 'image/jpeg')).toHaveLength(1);
		expect((await tracks()).sort()).toEqual(['answered', 'needs-you', 'sent', 'sent', 'withdrawn']);
		expect(await resultsToBring()).toMatchObject([{ receipt: { signature: expect.any(String) } }]);
	});

	it('opens the space of whoever has left to her card, with her words and voice', async () => {
		const phone = readPhone(2);
		door = await takeUpAtItsCity(phone, city.url);
		const { card, pin } = phone as Required<FrozenPhone>;
		await leave(crypt);
		expect(await openSpace(crypt, card, '0000')).toBe('no-fit');
		expect(await openSpace(crypt, card, pin)).toBe('opened');
		const hers = await listNeeds();
		expect(hers.map(({ body }) => body?.words).sort()).toEqual([
			'Con recibo, de quien se fue',
			'Espera sellada'
		]);
		expect((await tracks()).sort()).toEqual(['phone', 'sent']);
		const [recorded] = hers.flatMap(({ media }) => media);
		expect((await bytesOf(recorded?.id ?? '')).length).toBe(2001);
	});
});

const tracks = async () => (await listNeeds()).map(({ track }) => track);

describe('a memory that does not open', () => {
	it('because a newer Plaza was here says so within five seconds, and keeps everything', async () => {
		await noteHolder();
		const id = await keepNeed(
			{ topic: 'other', words: 'Sigue aquí', place: null, publish: false },
			'es'
		);
		device.close();
		(await openRaw(990)).close();
		expect(await openDevice()).toBe('newer');
		const raw = await openRaw();
		const rows = await new Promise<{ id: string }[]>((done) => {
			const all = raw.transaction('outbox').objectStore('outbox').getAll();
			all.onsuccess = () => done(all.result as { id: string }[]);
		});
		raw.close();
		expect(rows.map((row) => row.id)).toEqual([id]);
	});

	it('because another page holds the old one says so, and opens when that page has gone', async () => {
		await takeUp(readPhone(1));
		const other = await openRaw(10);
		expect(await openDevice()).toBe('blocked');
		other.close();
		await device.open();
		expect(await listNeeds()).toHaveLength(4);
	});
});

describe('an old page under a newer Plaza', () => {
	it('writes its draft, lets go at once, and says that it has to be opened anew', async () => {
		await openDevice();
		const written: string[] = [];
		const stop = beforeClosing(async () => {
			await device.facts.put({ key: 'draft', value: 1 });
			written.push('draft');
		});
		const outdated = new Promise<void>((done) => whenOutdated(done));
		const newer = await openRaw((version + 1) * 10);
		await outdated;
		expect(written).toEqual(['draft']);
		expect(device.isOpen()).toBe(false);
		const fact = await new Promise((done) => {
			const one = newer.transaction('facts').objectStore('facts').get('draft');
			one.onsuccess = () => done(one.result);
		});
		expect(fact).toMatchObject({ value: 1 });
		newer.close();
		stop();
	});
});
