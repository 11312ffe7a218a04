/** The city changes its keys while phones are out there: each learns the new ones by itself, and loses nothing. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ownCryptography } from '../../src/lib/device/cryptography.ts';
import { device, writeFact } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { unpark } from '../../src/lib/device/outbox.ts';
import { sealedForm } from '../../src/lib/device/sealing.ts';
import { sealingKey } from '../../src/lib/device/sync/city-keys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { rotateKey } from '../../src/lib/server/keys.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { voice } from '../integration/media-made.ts';

const need = { topic: 'other', words: 'Hola', place: null, publish: false } as const;
const day = 24 * 60 * 60 * 1000;
const city = cityWithDoor();

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	await keepNeed(need, 'es');
	await sync();
});

it('a phone seals to the new key a day later, when it next has internet', async () => {
	const former = await sealingKey();
	expect(former?.kid).toBe(city.door.city.keys.sealing[0].public.kid);
	rotateKey(city.door.city.dataFolder, 'sealing');
	await writeFact('keysAt', Date.now() - day - 1000);
	await sync();
	expect(await sealingKey()).toEqual(city.door.city.keys.sealing[0].public);
	expect(await sealingKey()).not.toEqual(former);
});

it('what a phone sealed to the former key is opened, however often the keys changed since', async () => {
	const id = await keepNeed(need, 'es');
	const [entry, key] = [await device.outbox.get(id), await sealingKey()];
	if (!entry || !key) throw new Error('nothing to seal');
	await sealedForm(ownCryptography(), key, entry);
	for (let count = 0; count < 3; count++) rotateKey(city.door.city.dataFolder, 'sealing');
	expect(await sync()).toEqual({ outcome: 'done' });
	const track = (await listNeeds()).find((mine) => mine.id === id)?.track;
	expect(track).toBe('sent');
});

/** The city comes back from a backup of before its newest key. */
async function loseNewestKey(path: string, before: Buffer): Promise<void> {
	writeFileSync(path, before);
	await setEpoch(city.db);
}

describe('a city that lost the key to which a phone seals', () => {
	let path: string;
	let before: Buffer;
	beforeEach(async () => {
		path = join(city.door.city.dataFolder, 'keys.json');
		before = readFileSync(path);
		rotateKey(city.door.city.dataFolder, 'sealing');
		await writeFact('keysAt', 0);
		await sync();
	});

	it('gets what was sealed to it again, from the words that are still on the phone', async () => {
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
		const id = await keepNeed(need, 'es');
		const [entry, key] = [await device.outbox.get(id), await sealingKey()];
		if (!entry || !key) throw new Error('nothing to seal');
		await sealedForm(ownCryptography(), key, entry);
		await loseNewestKey(path, before);
		await sync();
		await sync();
		expect((await listNeeds()).find((mine) => mine.id === id)?.track).toBe('sent');
		expect(await city.needs(id)).toMatchObject([{ words: need.words, has_voice: true }]);
	});

	it('leaves what lies sealed alone as it is, and has it when the key is found again', async () => {
		const id = await keepNeed(need, 'es');
		await leave(ownCryptography());
		const { sealed } = (await device.outbox.get(id)) ?? {};
		const newest = readFileSync(path);
		await loseNewestKey(path, before);
		for (let time = 0; time < 4; time++) await sync();
		expect(sealed).toBeDefined();
		expect(await device.outbox.get(id)).toMatchObject({ problem: 'sealed', sealed });
		writeFileSync(path, newest);
		await unpark(id);
		await sync();
		expect(await city.needs(id)).toMatchObject([{ words: need.words }]);
	});

	it('is sealed to by the key that it has now, as soon as it is met', async () => {
		await loseNewestKey(path, before);
		await sync();
		const id = await keepNeed(need, 'es');
		await leave(ownCryptography());
		await sync();
		expect(await city.needs(id)).toMatchObject([{ words: need.words }]);
	});
});

it('a receipt by a new key is believed at once, because the root stands behind that key', async () => {
	rotateKey(city.door.city.dataFolder, 'signing');
	await keepNeed(need, 'es');
	expect(await sync()).toEqual({ outcome: 'done' });
	expect((await listNeeds()).map(({ track }) => track)).toEqual(['sent', 'sent']);
	const [receipt] = await device.receipts.toArray();
	expect(receipt).toBeDefined();
});
