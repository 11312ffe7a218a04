/** A shared phone seals what waits while its person is still at it, so that *I am finished* takes no time. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { sealAhead } from '../../src/lib/device/sealing.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { voice } from '../integration/media-made.ts';
import { crypt, need } from './carrying.ts';

const city = cityWithDoor();

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
});

it('nothing is left to be sealed when she goes, and what is sealed arrives', async () => {
	await sync();
	const ids = [await keepNeed(need, 'es'), await keepNeed(need, 'es')];
	await sealAhead(crypt);
	const dies = () => Promise.reject(new Error('the battery is empty'));
	expect(await leave({ ...crypt, encrypt: dies })).toBe('left');
	expect(await sync()).toEqual({ outcome: 'done' });
	for (const id of ids) expect(await city.needs(id)).toHaveLength(1);
});

it('a phone that has not met its city leaves her words as they are', async () => {
	const id = await keepNeed(need, 'es');
	await sealAhead(crypt);
	expect(await device.outbox.get(id)).not.toHaveProperty('sealed');
	await sync();
	expect(await city.needs(id)).toHaveLength(1);
});

it('words whose recording is gone from the phone arrive when she is finished', async () => {
	await sync();
	await keepMedia('voice', 'audio/webm', new Uint8Array(voice));
	const id = await keepNeed(need, 'es');
	await device.media.clear();
	await sealAhead(crypt);
	expect(await device.outbox.get(id)).toHaveProperty('sealed');
	expect(await leave(crypt)).toBe('left');
	await sync();
	expect(await city.needs(id)).toMatchObject([{ words: need.words }]);
});
