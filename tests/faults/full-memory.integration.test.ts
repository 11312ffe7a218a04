/** The phone's memory takes nothing more just when the city answers: nothing counts as noted that is not, and all is asked again. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { withFull } from './full-memory.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device, readFact } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { waiting } from '../../src/lib/device/outbox.ts';
import { noticeRestore, takeResults } from '../../src/lib/device/sync/answer.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { hashOf, voice } from '../integration/media-made.ts';

const need: NeedForm = { topic: 'access', words: 'No puedo entrar.', place: null, publish: false };

const city = cityWithDoor();

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
});

const atCity = (id: string) =>
	city.db.selectFrom('needs').selectAll().where('id', '=', id).execute();
const mine = async (id: string) => (await listNeeds()).find((each) => each.id === id);
const failsAsFull = () => expect(sync()).rejects.toThrow('full');

/** The city came back from a backup: it has a new epoch, and lost these. */
async function restoreCityWithout(...ids: string[]): Promise<void> {
	for (const table of ['needs', 'submissions'] as const) {
		if (ids.length > 0) await city.db.deleteFrom(table).where('id', 'in', ids).execute();
	}
	await setEpoch(city.db);
}

describe('an answer that cannot be noted', () => {
	it('a receipt: the message waits, and is "sent" when the receipt is kept', async () => {
		const id = await keepNeed(need, 'es');
		await withFull(device.receipts, 'creating', failsAsFull);
		expect(await device.outbox.count()).toBe(1);
		expect((await mine(id))?.track).toBe('phone');
		await sync();
		expect((await mine(id))?.track).toBe('sent');
		expect(await atCity(id)).toHaveLength(1);
	});

	it('a refusal: the message waits, and its person hears the reason when that is kept', async () => {
		const id = await keepNeed({ ...need, words: 'a'.repeat(2001) }, 'es');
		await withFull(device.outbox, 'updating', failsAsFull);
		expect((await mine(id))?.track).toBe('phone');
		await sync();
		expect(await mine(id)).toMatchObject({ track: 'needs-you', problem: 'too-long' });
	});

	it('that a voice is still missing: it is asked for when that is kept', async () => {
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice));
		const id = await keepNeed(need, 'es');
		await withFull(device.outbox, 'updating', failsAsFull);
		expect(await device.outbox.get(id)).not.toHaveProperty('missing');
		await sync();
		expect((await mine(id))?.track).toBe('sent');
	});

	it('that a hub holds it: it counts as held when that is kept, since the first time', async () => {
		const id = await keepNeed(need, 'es');
		const results = [{ id, result: 'held' as const, missing: [hashOf(voice)] }];
		const answer = { v: 1 as const, serverTime: '', epoch: 'e', results, replies: [] };
		const hear = async () => takeResults(answer, await waiting(), crypt);
		await withFull(device.outbox, 'updating', () => expect(hear()).rejects.toThrow('full'));
		expect(await device.outbox.get(id)).not.toHaveProperty('heldAt');
		const before = Date.now();
		expect(await hear()).toEqual(new Set([id]));
		const first = await device.outbox.get(id);
		expect(first?.missing).toEqual([hashOf(voice)]);
		expect(first?.heldAt).toBeGreaterThanOrEqual(before);
		await device.outbox.update(id, { heldAt: 7 });
		await hear();
		expect((await device.outbox.get(id))?.heldAt).toBe(7);
	});

	it('which time of the city’s it is: that is heard again', async () => {
		const hear = () => noticeRestore('e', new Set());
		await withFull(device.facts, 'creating', () => expect(hear()).rejects.toThrow('full'));
		expect(await readFact('epoch')).toBeUndefined();
		await hear();
		expect(await readFact('epoch')).toBe('e');
	});

	it('that the city came back from a backup: what it lost is offered when there is room again', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		await restoreCityWithout(id);
		await withFull(device.outbox, 'creating', failsAsFull);
		expect(await atCity(id)).toEqual([]);
		await sync();
		await sync();
		expect(await atCity(id)).toHaveLength(1);
	});

	it('that the city came back with its keys: what it could not open is tried when there is room again', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		const unopened = await keepNeed(need, 'es');
		await device.outbox.update(unopened, { problem: 'sealed' });
		await restoreCityWithout();
		await withFull(device.outbox, 'updating', failsAsFull);
		expect(await atCity(unopened)).toEqual([]);
		await sync();
		await sync();
		expect(await atCity(unopened)).toHaveLength(1);
		expect((await mine(id))?.track).toBe('sent');
	});
});

describe('a city that came back from a backup', () => {
	it('is not offered again what it has just acknowledged', async () => {
		await keepNeed(need, 'es');
		await sync();
		await restoreCityWithout();
		const id = await keepNeed(need, 'es');
		await sync();
		expect(await device.outbox.get(id)).toBeUndefined();
	});

	it('is asked again for what it could not open before, not for what it refused', async () => {
		await keepNeed(need, 'es');
		await sync();
		const [unopened, refused] = [await keepNeed(need, 'es'), await keepNeed(need, 'es')];
		await device.outbox.update(unopened, { problem: 'sealed' });
		await device.outbox.update(refused, { problem: 'too-long' });
		await restoreCityWithout();
		await sync();
		await sync();
		expect((await mine(unopened))?.track).toBe('sent');
		expect(await mine(refused)).toMatchObject({ track: 'needs-you', problem: 'too-long' });
	});
});
