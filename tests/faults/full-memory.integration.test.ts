/** The phone's memory takes nothing more just when the city answers: nothing counts as noted that is not, and all is asked again. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { withFull } from './full-memory.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device, readFact } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import {
	countFailure,
	letterOf,
	park,
	settle,
	unpark,
	waiting
} from '../../src/lib/device/outbox.ts';
import { noticeRestore, takeResults } from '../../src/lib/device/sync/answer.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Receipt } from '../../src/lib/domain/receipt.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { newId } from '../integration/invented.ts';
import { hashOf, voice } from '../integration/media-made.ts';

const need: NeedForm = { topic: 'access', words: 'No puedo entrar.', place: null, publish: false };

const city = cityWithDoor();

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
});

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
		expect(await city.needs(id)).toHaveLength(1);
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
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice));
		const id = await keepNeed(need, 'es');
		const results = [{ id, result: 'held' as const, missing: [hashOf(voice)] }];
		const answer = { v: 1 as const, serverTime: '', epoch: 'e', results, replies: [] };
		const hear = async () => {
			const batch = await waiting();
			return takeResults(
				answer,
				batch,
				batch.flatMap((entry) => letterOf(entry) ?? []),
				crypt
			);
		};
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
		expect(await city.needs(id)).toEqual([]);
		await sync();
		await sync();
		expect(await city.needs(id)).toHaveLength(1);
	});

	it('that the city came back with its keys: what it could not open is tried when there is room again', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		const unopened = await keepNeed(need, 'es');
		await device.outbox.update(unopened, { problem: 'sealed' });
		await restoreCityWithout();
		await withFull(device.outbox, 'updating', failsAsFull);
		expect(await city.needs(unopened)).toEqual([]);
		await sync();
		await sync();
		expect(await city.needs(unopened)).toHaveLength(1);
		expect((await mine(id))?.track).toBe('sent');
	});
});

describe('a change of the outbox that cannot be noted is not half noted:', () => {
	it('words that were taken back stay with their voice until the city’s answer is noted, then both go', async () => {
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice));
		const id = await keepNeed(need, 'es');
		await sync();
		await withdrawNeed(id, 'es');
		await withFull(device.needs, 'updating', failsAsFull);
		await withFull(device.media, 'deleting', failsAsFull);
		expect((await device.needs.get(id))?.envelope).toBeTruthy();
		expect(await device.pieces.count()).toBe(1);
		expect(await device.outbox.count()).toBe(1);
		await sync();
		expect((await device.needs.get(id))?.envelope).toBeNull();
		expect(await device.pieces.count()).toBe(0);
	});

	it('what its person left sealed goes with its voice, or stays with it', async () => {
		const id = newId();
		const sealed = { id, sealed: 'as it came', media: [] };
		await device.outbox.add({ id, sha256: null, envelope: null, sealed, addedAt: 0, failures: 0 });
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice));
		await device.media.toCollection().modify({ owner: id });
		const settled = () => settle({ id } as Receipt);
		await withFull(device.media, 'deleting', () => expect(settled()).rejects.toThrow('full'));
		expect(await device.outbox.count()).toBe(1);
		expect(await device.pieces.count()).toBe(1);
		await settled();
		expect(await device.outbox.count()).toBe(0);
		expect(await device.pieces.count()).toBe(0);
	});

	it('one that is to be tried again begins anew', async () => {
		const id = await keepNeed(need, 'es');
		expect(await countFailure(id)).toBe(1);
		expect(await countFailure(id)).toBe(2);
		await park(id, 'not-taken');
		const again = () => expect(unpark(id)).rejects.toThrow('full');
		await withFull(device.outbox, 'updating', again);
		expect(await device.outbox.get(id)).toMatchObject({ problem: 'not-taken', failures: 2 });
		await unpark(id);
		expect(await device.outbox.get(id)).toMatchObject({ failures: 0 });
		expect(await device.outbox.get(id)).not.toHaveProperty('problem');
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
