/** *I am finished*, cut off at any moment: the phone knows at its next start how far it came, and nothing is half gone. */
import { connect, newPhone, restart } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { withFull } from './full-memory.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device, writeFact } from '../../src/lib/device/database.ts';
import { endLeaving, leave, noteAsked, stay } from '../../src/lib/device/leave.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { changePerson } from '../../src/lib/device/shared-phone.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import type { Cryptography } from '../../src/lib/domain/cryptography.ts';
import { newId } from '../integration/invented.ts';
import { voice } from '../integration/media-made.ts';
import { answerNeed } from './answered.ts';
import { everythingHere } from './shared-phone.ts';
import { readMemory } from './two-phones.ts';

const need: NeedForm = { topic: 'access', words: 'Canario', place: null, publish: false };
const needsHere = () => device.needs.count();

const city = cityWithDoor();

beforeEach(() => newPhone());

describe('a phone that has met its city', () => {
	beforeEach(async () => {
		connect(city.door.url);
		await sync();
	});

	it('and dies right after the tap still knows that she wanted to go, and deletes nothing unasked', async () => {
		await keepNeed(need, 'es');
		await noteAsked();
		await restart();
		expect(await endLeaving(crypt)).toBe('asked');
		expect(await needsHere()).toBe(1);
		await stay();
		expect(await endLeaving(crypt)).toBeUndefined();
	});

	it('and dies while her words are sealed leaves them whole, and ends the leaving at the next start', async () => {
		await keepNeed(need, 'es');
		const dies = () => Promise.reject(new Error('the battery is empty'));
		await expect(leave({ ...crypt, encrypt: dies })).rejects.toThrow('battery');
		await restart();
		expect(await needsHere()).toBe(1);
		expect(await endLeaving(crypt)).toBe('left');
		expect(await needsHere()).toBe(0);
		expect(await endLeaving(crypt)).toBeUndefined();
	});

	it('and cannot write says so: all is as it was, and it is tried again at the next start', async () => {
		await keepNeed(need, 'es');
		await withFull(device.facts, 'deleting', () => expect(leave(crypt)).rejects.toThrow('full'));
		expect(await needsHere()).toBe(1);
		await restart();
		expect(await endLeaving(crypt)).toBe('left');
		expect(await needsHere()).toBe(0);
	});

	it.each([
		['outbox', 'updating'],
		['pieces', 'deleting'],
		['media', 'deleting'],
		['media', 'creating'],
		['pieces', 'creating'],
		['receipts', 'deleting'],
		['needs', 'deleting'],
		['spaces', 'updating'],
		['facts', 'updating']
	] as const)(
		'and cannot write to its %s (%s) leaves all as it was, and goes when there is room again',
		async (table, change) => {
			await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
			for (const isSent of [true, false]) {
				await keepMedia('voice', 'audio/webm', new Uint8Array(voice));
				await keepNeed(need, 'es');
				if (isSent) await sync();
			}
			// who is here is noted, and that she is sure
			await changePerson();
			await writeFact('leaving', 'sure');
			const before = await readMemory();
			await withFull(device[table], change, () => expect(leave(crypt)).rejects.toThrow('full'));
			expect(await readMemory()).toEqual(before);
			expect(await leave(crypt)).toBe('left');
			expect(await needsHere()).toBe(0);
		}
	);

	it('and cannot even note it says so, and goes no further', async () => {
		await keepNeed(need, 'es');
		await withFull(device.facts, 'creating', async () => {
			await expect(noteAsked()).rejects.toThrow('full');
			await expect(leave(crypt)).rejects.toThrow('full');
		});
		await noteAsked();
		await withFull(device.facts, 'deleting', () => expect(stay()).rejects.toThrow('full'));
		expect(await needsHere()).toBe(1);
	});

	it('takes along what she tells in another tab at that very moment', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		const first = await keepNeed(need, 'es');
		let second: string | undefined;
		const slow: Cryptography = {
			...crypt,
			encrypt: async (...sealing) => {
				second ??= await keepNeed({ ...need, words: 'Canario tardío' }, 'es');
				return crypt.encrypt(...sealing);
			}
		};
		expect(await leave(slow)).toBe('left');
		expect(await everythingHere()).not.toContain('Canario');
		await sync();
		for (const id of [first, second ?? '']) expect(await city.needs(id)).toHaveLength(1);
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect((await listNeeds()).map(({ id }) => id)).toEqual([second, first]);
	});

	it('keeps no answer for somebody who leaves while it comes', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		await answerNeed(city.db, id, 'Canario, ya está');
		let left: Promise<unknown> | undefined;
		const slow: Cryptography = {
			...crypt,
			decrypt: async (...opening) => {
				await (left ??= leave(crypt));
				return crypt.decrypt(...opening);
			}
		};
		await sync(slow);
		expect(await left).toBe('left');
		expect(await everythingHere()).not.toContain('Canario');
	});

	it('keeps no receipt of hers: a receipt says that she told something', async () => {
		await keepNeed(need, 'es');
		await sync();
		expect(await device.receipts.count()).toBe(1);
		await leave(crypt);
		expect(await device.receipts.count()).toBe(0);
	});
});

describe('a phone that never met its city', () => {
	it('keeps her message and forgets that she wanted to go: nothing can be sealed', async () => {
		await keepNeed(need, 'es');
		expect(await leave(crypt)).toBe('no-key');
		expect(await endLeaving(crypt)).toBeUndefined();
		expect(await needsHere()).toBe(1);
	});

	it('does not keep her from going when all that lies here is sealed, and keeps that', async () => {
		const sealed = { id: newId(), sealed: 'as it came', media: [] };
		const { id } = sealed;
		await device.outbox.add({ id, sha256: null, envelope: null, sealed, addedAt: 0, failures: 0 });
		expect(await leave(crypt)).toBe('left');
		expect(await device.outbox.get(id)).toMatchObject({ sealed });
	});

	it('says so when it cannot forget that she wanted to go', async () => {
		await keepNeed(need, 'es');
		await withFull(device.facts, 'deleting', () => expect(leave(crypt)).rejects.toThrow('full'));
	});

	it('lets her go when she told nothing', async () => {
		expect(await leave(crypt)).toBe('left');
	});
});
