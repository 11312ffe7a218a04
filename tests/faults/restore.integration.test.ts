/** The city's machine is lost, and another one goes on from a backup: nobody's words, voice or answer stay behind. */
import { connect, takePhone } from './phone.ts';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCryptography } from '../../src/lib/device/cryptography.ts';
import { device } from '../../src/lib/device/database.ts';
import { hashBytes, keepMedia, listMedia, piecesOf } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { sealedBytes, sealedForm } from '../../src/lib/device/sealing.ts';
import { sealingKey } from '../../src/lib/device/sync/city-keys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Bytes } from '../../src/lib/domain/cryptography.ts';
import { makeBackup } from '../../src/lib/server/backup.ts';
import type { Database } from '../../src/lib/server/database.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { addStaff, type StaffMember } from '../../src/lib/server/staff.ts';
import { openEmptyDatabase, openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { openDoor, type Door } from '../integration/door.ts';
import { photo, voice } from '../integration/media-made.ts';

const passphrase = 'correct horse battery staple';
const folder = mkdtempSync(join(tmpdir(), 'plaza-lost-'));
const file = join(folder, 'city.plaza');

/** What each person told, by her phone. */
const told = new Map<string, { id: string; words: string; voice: Bytes }>();
let lost: { database: TestDatabase; door: Door };
let now: { database: TestDatabase; door: Door };

/** A recording of its own, larger than what goes over in one piece. */
function newVoice(): Bytes {
	return new Uint8Array(Buffer.concat([voice, randomBytes(100_000)]));
}

async function tell(phone: string): Promise<void> {
	const words = `Soy ${phone}. No hay rampa en la biblioteca.`;
	const bytes = newVoice();
	await keepMedia('voice', 'audio/webm', bytes, { seconds: 2 });
	await keepMedia('photo', 'image/jpeg', new Uint8Array(await photo('#0B6E6E', 640, 480)));
	const form = { topic: 'access', words, place: null, publish: false } as const;
	told.set(phone, { id: await keepNeed(form, 'es'), words, voice: bytes });
}

const toldBy = (phone: string) => told.get(phone) as NonNullable<ReturnType<typeof told.get>>;

/** The line breaks at the second piece of the recording. */
function breakAfterFirstPiece(): void {
	const whole = globalThis.fetch;
	globalThis.fetch = async (input, init) => {
		if (init?.method === 'PUT' && !String(input).endsWith('offset=0')) throw new TypeError('cut');
		return whole(input, init);
	};
}

/** The phone passes to another person: only what the city can open stays on it. */
async function passOn(id: string): Promise<void> {
	const crypt = ownCryptography();
	const [entry, key] = [await device.outbox.get(id), await sealingKey()];
	const envelope = entry?.envelope;
	if (!envelope || !key) throw new Error('nothing to seal');
	const sealed = await sealedForm(crypt, key, entry);
	const media = await listMedia(id);
	const kept = await Promise.all(
		media.map(async (each, position) => ({
			each,
			bytes: (await sealedBytes(crypt, envelope, position)) as Bytes
		}))
	);
	await device.transaction(
		'rw',
		[device.outbox, device.needs, device.media, device.pieces],
		async () => {
			await device.outbox.put({ ...entry, ...(sealed && { sealed }), envelope: null });
			await device.needs.clear();
			for (const { each, bytes } of kept) {
				await device.pieces.where('media').equals(each.id).delete();
				await device.pieces.bulkAdd(piecesOf(each.id, bytes));
				await device.media.update(each.id, {
					sealed: true,
					sha256: hashBytes(bytes),
					size: bytes.length
				});
			}
		}
	);
}

async function syncWholly(): Promise<void> {
	for (let round = 0; round < 4; round++) await sync();
}

async function answer(db: Database, member: StaffMember, id: string, words: string): Promise<void> {
	const need = await db
		.selectFrom('needs')
		.select('changed_at')
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	const reply = { words, lang: 'es' };
	const step = {
		need: id,
		to: 'answered',
		staff: member.id,
		seen: need.changed_at,
		reply
	} as const;
	expect(await takeStep(db, step)).toBeUndefined();
}

beforeAll(async () => {
	const database = await openTestDatabase();
	lost = { database, door: await openDoor(database.url) };
	const { city, url } = lost.door;
	for (const phone of ['before', 'damaged', 'takes back']) {
		await takePhone(phone);
		connect(url);
		await tell(phone);
		await syncWholly();
	}
	// a broken disk had eaten one recording before the backup
	rmSync(pathOf(city.dataFolder, hashBytes(toldBy('damaged').voice)));

	await makeBackup(database.db, city.dataFolder, file, passphrase);

	await takePhone('takes back');
	await withdrawNeed(toldBy('takes back').id, 'es');
	await syncWholly();
	await takePhone('after');
	await tell('after');
	await syncWholly();
	await takePhone('half');
	await tell('half');
	breakAfterFirstPiece();
	await sync();
	connect(url);
	// these met the city, and its machine is lost before they tell it
	for (const phone of ['waits', 'passed on']) {
		await takePhone(phone);
		await keepNeed({ topic: 'other', words: 'Hola', place: null, publish: false }, 'es');
		await syncWholly();
	}
	await lost.door.close();
	await takePhone('waits');
	await tell('waits');
	await sync();
	await takePhone('passed on');
	await tell('passed on');
	await sync();
	await passOn(toldBy('passed on').id);

	const other = await openEmptyDatabase();
	const dataFolder = mkdtempSync(join(folder, 'b-'));
	const restored = await restoreBackup(other.db, dataFolder, file, passphrase, { replace: false });
	expect(restored.lost).toBe(1);
	now = { database: other, door: await openDoor(other.url, dataFolder) };
	// whatever is swept now is not needed
	await sweepMedia(other.db, dataFolder);
	connect(now.door.url);
	for (const phone of told.keys()) {
		await takePhone(phone);
		await syncWholly();
	}
	await sweepMedia(other.db, dataFolder);
}, 120_000);

afterAll(async () => {
	await now.door.close();
	await now.database.close();
	await lost.database.close();
	rmSync(folder, { recursive: true });
});

describe('on the other machine', () => {
	const kept = ['before', 'damaged', 'after', 'half', 'waits', 'passed on'];

	it.each(kept)(
		'stands once what was told on the phone "%s", its voice byte for byte',
		async (phone) => {
			const { id, words, voice } = toldBy(phone);
			const { db } = now.database;
			const rows = await db.selectFrom('needs').selectAll().where('id', '=', id).execute();
			expect(rows).toMatchObject([{ words, state: 'received' }]);
			const media = await db
				.selectFrom('media')
				.selectAll()
				.where('submission', '=', id)
				.orderBy('position')
				.execute();
			expect(media.map(({ shown_type }) => shown_type)).toEqual(['audio/webm', 'image/jpeg']);
			const [heard, seen] = media.map(({ shown }) =>
				readFileSync(pathOf(now.door.city.dataFolder, shown ?? ''))
			);
			expect(heard?.equals(voice)).toBe(true);
			expect(seen?.length).toBeGreaterThan(500);
			expect(await db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
		}
	);

	it('stays taken back what was taken back, though the backup still had it', async () => {
		const { id, voice } = toldBy('takes back');
		const { db } = now.database;
		const rows = await db.selectFrom('needs').selectAll().where('id', '=', id).execute();
		expect(rows).toMatchObject([{ words: '', state: 'withdrawn' }]);
		const path = pathOf(now.door.city.dataFolder, hashBytes(voice));
		expect(() => readFileSync(path)).toThrow('ENOENT');
	});

	it('nothing is awaited any more, and no phone has anything left to bring', async () => {
		const { db } = now.database;
		expect(await db.selectFrom('media_awaited').selectAll().execute()).toEqual([]);
		for (const phone of told.keys()) {
			await takePhone(phone);
			expect([phone, await device.outbox.toArray()]).toEqual([phone, []]);
		}
	});

	it('an answer reaches every phone that holds the code, also of those that waited', async () => {
		const { db } = now.database;
		const person = {
			name: 'Ana',
			email: 'ana@city.example',
			role: 'coordinator',
			lang: 'es'
		} as const;
		const member = await db
			.transaction()
			.execute((trx) => addStaff(trx, person, 'four plain words'));
		for (const phone of ['before', 'after', 'waits']) {
			const { id } = toldBy(phone);
			await answer(db, member as StaffMember, id, `La rampa llega en mayo, ${phone}.`);
			await takePhone(phone);
			await sync();
			const mine = (await listNeeds()).find((need) => need.id === id);
			expect(mine).toMatchObject({
				track: 'answered',
				messages: [{ words: `La rampa llega en mayo, ${phone}.` }]
			});
		}
	});
});
