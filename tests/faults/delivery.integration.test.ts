/** Nothing that a person tells is lost on the way, and nothing arrives twice: the real phone, the real city, a bad network. */
import { city, need, openNewPhones, track } from './delivering.ts';
import { connect, newPhone, restart, type Fault } from './phone.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import {
	keepNeed,
	newNeedIdentity,
	withdrawByCode,
	withdrawNeed
} from '../../src/lib/device/needs.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { sync } from '../../src/lib/device/sync.ts';

openNewPhones();

describe('a need on its way', () => {
	it('is on the phone before it is anywhere else, and "sent" only with the receipt', async () => {
		const id = await keepNeed(need, 'es');
		expect(await track(id)).toBe('phone');
		expect(await sync()).toEqual({ outcome: 'done' });
		expect(await track(id)).toBe('sent');
		expect(await city.needs(id)).toMatchObject([{ words: need.words, lang: 'es' }]);
	});

	it('survives a restart of the phone', async () => {
		const id = await keepNeed(need, 'es');
		await restart();
		expect(await track(id)).toBe('phone');
		await sync();
		expect(await city.needs(id)).toHaveLength(1);
	});

	it.each<Fault>(['login page', 'empty 200', 'busy', 'half an answer', 'forged receipts'])(
		'is not called sent by this answer: %s',
		async (fault) => {
			const id = await keepNeed(need, 'es');
			connect(city.door.url, [fault]);
			expect(await sync()).toMatchObject({ outcome: 'no-answer' });
			expect(await track(id)).toBe('phone');
			await sync();
			expect(await track(id)).toBe('sent');
			expect(await city.needs(id)).toHaveLength(1);
		}
	);

	it('arrives exactly once, whatever the network does in whatever order', async () => {
		const fault = fc.constantFrom<Fault>(
			'none',
			'cut before the city heard',
			'cut after the city kept it',
			'delivered twice',
			'login page',
			'busy',
			'half an answer',
			'forged receipts'
		);
		const history = fc.array(
			fc.oneof(fault, fc.constant('tell' as const), fc.constant('restart' as const)),
			{
				maxLength: 12
			}
		);
		await fc.assert(
			fc.asyncProperty(history, async (events) => {
				await newPhone();
				const told = [await keepNeed(need, 'es')];
				for (const event of events) {
					if (event === 'tell') told.push(await keepNeed(need, 'es'));
					else if (event === 'restart') await restart();
					else {
						connect(city.door.url, [event]);
						await sync();
					}
				}
				connect(city.door.url);
				expect(await sync()).toMatchObject({ outcome: expect.stringMatching('done|nothing') });
				for (const id of told) {
					expect(await city.needs(id)).toHaveLength(1);
					expect(await track(id)).toBe('sent');
				}
				expect(await device.outbox.count()).toBe(0);
			}),
			{ numRuns: 25 }
		);
	});

	it('is one need when the same tap comes twice', async () => {
		const identity = newNeedIdentity();
		await keepMedia('photo', 'image/jpeg', new Uint8Array(9));
		await keepNeed(need, 'es', identity);
		// as the worker kept it, of the same photo
		await keepMedia('photo', 'image/jpeg', new Uint8Array(9));
		await keepNeed(need, 'es', identity);
		expect(await listNeeds()).toHaveLength(1);
		expect(await device.media.toArray()).toMatchObject([{ owner: identity.id }]);
		expect(await device.outbox.count()).toBe(1);
	});

	it('is taken back once when the same tap comes twice', async () => {
		const id = await keepNeed(need, 'es');
		await Promise.all([withdrawNeed(id, 'es'), withdrawNeed(id, 'es')]);
		expect((await device.outbox.toArray()).map(({ envelope }) => envelope?.kind)).toEqual([
			'withdrawal'
		]);
	});

	it('is taken back on another phone by its receipt code', async () => {
		const identity = newNeedIdentity();
		await keepNeed(need, 'es', identity);
		await sync();
		await newPhone();
		connect(city.door.url);
		await withdrawByCode(identity.code, 'es');
		await sync();
		expect(await city.needs(identity.id)).toMatchObject([{ words: '' }]);
	});

	it('goes with a thousand others in few exchanges', async () => {
		for (let index = 0; index < 600; index++) await keepNeed(need, 'es');
		const network = connect(city.door.url);
		expect(await sync()).toEqual({ outcome: 'done' });
		expect(await device.outbox.count()).toBe(0);
		expect(network.exchanges).toBeLessThanOrEqual(3);
	});

	it('is sent by one tab only when two try at once', async () => {
		await keepNeed(need, 'es');
		const network = connect(city.door.url);
		const outcomes = (await Promise.all([sync(), sync()])).map(({ outcome }) => outcome);
		expect(outcomes.sort()).toEqual(['done', 'elsewhere']);
		expect(network.exchanges).toBe(1);
	});

	it.each(['1970-01-01T00:00:05Z', '2999-12-31T23:59:00Z'])(
		'is heard like any other when the phone believes that it is %s',
		async (clock) => {
			const id = await keepNeed(need, 'es', newNeedIdentity(Date.parse(clock)), Date.parse(clock));
			await sync();
			expect(await track(id)).toBe('sent');
			const [row] = await city.needs(id);
			expect(Math.abs(Date.now() - Number(row?.received_at))).toBeLessThan(60_000);
		}
	);
});
