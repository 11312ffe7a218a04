/** Phones of earlier Plazas: their memory comes along whole, and a memory that stays shut is never deleted. */
import { connect, newPhone } from './phone.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { readDraft } from '../../src/lib/device/drafts.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { beforeClosing, openDevice, whenOutdated } from '../../src/lib/device/opening.ts';
import { stepsDone } from '../../src/lib/device/progress.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { openDoor, type Door } from '../integration/door.ts';

/** A phone's memory as an earlier Plaza left it, frozen: never changed after. */
type Fixture = {
	version: number;
	cityKeys: string;
	stores: Record<
		string,
		{
			keyPath: string | string[];
			indexes: { name: string; keyPath: string | string[] }[];
			rows: object[];
		}
	>;
};

const fixtures = { 1: readFixture(1) };

function readFixture(version: number): Fixture {
	const path = join(import.meta.dirname, `../fixtures/phone-${version}.json`);
	return JSON.parse(readFileSync(path, 'utf8')) as Fixture;
}

/** Opens the memory without our code, at a version. */
function openRaw(
	version?: number,
	upgrade?: (db: IDBDatabase, transaction: IDBTransaction) => void
) {
	return new Promise<IDBDatabase>((done, failed) => {
		const opening = indexedDB.open('plaza', version);
		opening.onupgradeneeded = () =>
			upgrade?.(opening.result, opening.transaction as IDBTransaction);
		opening.onsuccess = () => done(opening.result);
		opening.onerror = () => failed(opening.error as Error);
	});
}

async function takeUp({ version, stores }: Fixture): Promise<void> {
	await device.delete();
	const db = await openRaw(version, (db) => {
		for (const [name, { keyPath, indexes, rows }] of Object.entries(stores)) {
			const store = db.createObjectStore(name, { keyPath });
			for (const index of indexes) store.createIndex(index.name, index.keyPath);
			for (const row of rows) store.add(row);
		}
	});
	db.close();
}

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

describe('a phone of version 1', () => {
	const fixture = fixtures[1];

	it('comes along with every need, code, answer, draft and step, unchanged', async () => {
		await takeUp(fixture);
		expect(await openDevice()).toBeUndefined();
		expect(device.verno).toBe(2);
		for (const [name, { rows }] of Object.entries(fixture.stores)) {
			const here = await device.table(name).toArray();
			expect(here.map(fingerprint).sort(), name).toEqual(rows.map(fingerprint).sort());
		}
		const needs = await listNeeds();
		expect(needs.map(({ track }) => track).sort()).toEqual([
			'answered',
			'needs-you',
			'phone',
			'withdrawn'
		]);
		expect(needs.find(({ track }) => track === 'answered')?.messages).toMatchObject([
			{ words: 'Ya hay internet.' }
		]);
		expect((await readDraft())?.words).toBe('Apenas empezado');
		expect(await stepsDone()).toEqual({ 'scam-messages/parcel-fee': ['look'] });
	});

	it('brings what waited to the city that it knows, with the fingerprint that it had', async () => {
		await takeUp(fixture);
		door = await openDoor(city.url, fixture.cityKeys);
		connect(door.url);
		await openDevice();
		const waited = fixture.stores['outbox']?.rows as {
			id: string;
			sha256: string;
			problem?: string;
		}[];
		await sync();
		await sync();
		for (const { id, sha256, problem } of waited) {
			if (problem) continue;
			const row = await city.db
				.selectFrom('submissions')
				.select('sha256')
				.where('id', '=', id)
				.executeTakeFirst();
			expect(row?.sha256, id).toBe(sha256);
		}
		expect((await device.outbox.toArray()).map(({ problem }) => problem)).toEqual(['too-long']);
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

describe('a memory that does not open', () => {
	it('because a newer Plaza was here says so within five seconds, and keeps everything', async () => {
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
		await takeUp(fixtures[1]);
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
		const newer = await openRaw(30);
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
