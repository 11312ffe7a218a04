/** The city changes its keys while phones are out there: each learns the new ones by itself, and loses nothing. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, expect, it } from 'vitest';
import { ownCryptography } from '../../src/lib/device/cryptography.ts';
import { device, writeFact } from '../../src/lib/device/database.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { sealedForm } from '../../src/lib/device/sealing.ts';
import { sealingKey } from '../../src/lib/device/sync/city-keys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { rotateKey } from '../../src/lib/server/keys.ts';

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

it('a receipt by a new key is believed at once, because the root stands behind that key', async () => {
	rotateKey(city.door.city.dataFolder, 'signing');
	await keepNeed(need, 'es');
	expect(await sync()).toEqual({ outcome: 'done' });
	expect((await listNeeds()).map(({ track }) => track)).toEqual(['sent', 'sent']);
	const [receipt] = await device.receipts.toArray();
	expect(receipt).toBeDefined();
});
