/** The city comes back from last night's backup: what a trainer brought it since of her session is there again, once. */
import { connect, newPhone, restart } from './phone.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { newNeedIdentity } from '../../src/lib/device/needs.ts';
import { endSession, startSession } from '../../src/lib/device/session/lead.ts';
import { addByNickname, joinDevices } from '../../src/lib/device/session/list.ts';
import { tellWorkshop } from '../../src/lib/device/session/workshop.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { hearOfRestore, offerGivenAgain } from '../../src/lib/device/trainer-offer.ts';
import type { Opener } from '../../src/lib/device/trainer-rows.ts';
import {
	begin,
	forgetHanded,
	handOver,
	tellForOthers,
	together
} from '../../src/lib/device/trainer-told.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { resultOfCasts, bodyOf } from '../../src/lib/domain/workshop/result.ts';
import { makeBackup } from '../../src/lib/server/backup.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { viewNeed } from '../../src/lib/server/need-view.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { openEmptyDatabase, openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { openDoor, type Door } from '../integration/door.ts';
import { newId } from '../integration/invented.ts';
import { voice } from '../integration/media-made.ts';
import { readMemory } from './two-phones.ts';

const passphrase = 'correct horse battery staple';
const folder = mkdtempSync(join(tmpdir(), 'plaza-session-'));
const file = join(folder, 'night.plaza');
const opener: Opener = { crypt, key: toBase64Url(new Uint8Array(32).fill(5)) };
const day = 24 * 60 * 60_000;
const words = 'Una rampa en la biblioteca';
const groups = [
	{ id: 'w', name: 'Wifi', topic: 'connection' as const, needs: [] },
	{ id: 'c', name: 'Citas', topic: 'service' as const, needs: [] }
];
type City = { database: TestDatabase; door: Door };
/** The one that runs: a process is one city. */
let city: City;

beforeEach(async () => {
	const database = await openTestDatabase();
	city = { database, door: await openDoor(database.url) };
	rmSync(file, { force: true });
	await makeBackup(database.db, city.door.city.dataFolder, file, passphrase);
	await newPhone();
	connect(city.door.url);
	await opensHerPart();
});
afterEach(closeCity);
afterAll(() => rmSync(folder, { recursive: true }));

async function closeCity(): Promise<void> {
	await city.door.close();
	await city.database.close();
}

/** What her first page does where there is internet. */
async function opensHerPart(by = opener): Promise<void> {
	await hearOfRestore();
	await offerGivenAgain(by);
	await syncWholly();
}

async function syncWholly(): Promise<void> {
	for (let round = 0; round < 4; round++) await sync();
}

/** Last night's city, on another machine. */
async function putBack(): Promise<void> {
	await closeCity();
	const database = await openEmptyDatabase();
	const dataFolder = mkdtempSync(join(folder, 'again-'));
	await restoreBackup(database.db, dataFolder, file, passphrase, { replace: false });
	city = { database, door: await openDoor(database.url, dataFolder) };
	connect(city.door.url);
}

async function tell(
	session: Awaited<ReturnType<typeof aSession>>,
	said: string,
	bytes?: Uint8Array<ArrayBuffer>
) {
	await begin(opener, session.id, { how: 'behalf', lang: 'es', name: 'Rosa' });
	if (bytes) await keepMedia('voice', 'audio/webm', bytes, { owner: together });
	const need = { topic: 'access', words: said, place: null, publish: false } as const;
	return tellForOthers(opener, session, need, newNeedIdentity());
}

const aSession = () =>
	startSession(
		{ lab: { id: newId(), name: 'Raval' }, modules: [], languages: ['es'], hours: 2 },
		'es'
	);

/** A session with three people, one of them on two devices, two needs and a workshop; the city has all of it, and it is closed. */
async function aSessionThatArrived() {
	const session = await aSession();
	const people = [];
	for (const name of ['Ana', 'Omar', 'Rosa', 'Rosa'])
		people.push((await addByNickname(opener, session, name, 'es')).person);
	await joinDevices(opener, session, people[2] ?? '', people[3] ?? '', 'es');
	const spoken = await tell(session, '', new Uint8Array(voice));
	const written = await tell(session, words);
	const result = resultOfCasts({ id: newId(), needs: [], groups }, []);
	const body = bodyOf({ id: newId(), needs: [], groups }, result, new Date().toISOString());
	await tellWorkshop(opener, session, body, 'es');
	await syncWholly();
	expect(await device.outbox.count()).toBe(0);
	for (const id of [spoken, written]) await handOver(opener, id);
	await endSession(session.id);
	await forgetHanded(opener, session.id);
	return { session, spoken, written };
}

async function atCity(session: string) {
	const { db } = city.database;
	const [held, people, workshops] = await Promise.all([
		db.selectFrom('held_sessions').select('id').where('id', '=', session).execute(),
		db.selectFrom('attendance').select('same_as').where('session', '=', session).execute(),
		db.selectFrom('workshops').select('id').where('session', '=', session).execute()
	]);
	return {
		held: held.length,
		people: people.filter(({ same_as }) => same_as === null).length,
		devices: people.length,
		workshops: workshops.length
	};
}

it('A restored city gets the session, its people, its workshop and what was told together again, voices byte for byte', async () => {
	const { session, spoken, written } = await aSessionThatArrived();
	await putBack();
	expect(await viewNeed(city.database.db, written)).toBeUndefined();
	await restart();
	await opensHerPart();
	const { db } = city.database;
	const all = { held: 1, people: 3, devices: 4, workshops: 1 };
	expect(await atCity(session.id)).toEqual(all);
	expect(await viewNeed(db, written)).toMatchObject({ words, told: { how: 'behalf' } });
	const [heard] = await db
		.selectFrom('media')
		.select('shown')
		.where('submission', '=', spoken)
		.execute();
	const bytes = readFileSync(pathOf(city.door.city.dataFolder, heard?.shown ?? ''));
	expect(bytes.equals(voice)).toBe(true);

	// once, and nothing stays behind
	expect([await device.outbox.count(), await device.pieces.count()]).toEqual([0, 0]);
	await hearOfRestore();
	await offerGivenAgain(opener);
	expect(await device.outbox.count()).toBe(0);
	expect(await atCity(session.id)).toEqual(all);
});

it('A city that lost nothing is offered nothing, and one that is restored twice gets all of it each time', async () => {
	const { session, written } = await aSessionThatArrived();
	await hearOfRestore();
	await offerGivenAgain(opener);
	expect(await device.outbox.count()).toBe(0);
	for (let time = 0; time < 2; time++) {
		await putBack();
		await opensHerPart();
		expect(await atCity(session.id)).toMatchObject({ held: 1, people: 3, workshops: 1 });
		expect(await viewNeed(city.database.db, written)).toBeDefined();
	}
});

it('What is kept for it is read by nobody but its trainer, and forgotten after thirty days', async () => {
	await aSessionThatArrived();
	const memory = JSON.stringify(await readMemory());
	for (const told of [words, 'Rosa', 'Citas']) expect(memory).not.toContain(told);
	const stranger = { crypt, key: toBase64Url(new Uint8Array(32).fill(6)) };
	await putBack();
	await opensHerPart(stranger);
	const { db } = city.database;
	expect(await db.selectFrom('needs').select('id').execute()).toEqual([]);
	const given = () => device.trainerRows.filter(({ kind }) => kind.startsWith('given')).count();
	expect(await given()).toBe(4);
	await offerGivenAgain(opener, Date.now() + 31 * day);
	expect([await given(), await device.outbox.count()]).toEqual([0, 0]);
});
