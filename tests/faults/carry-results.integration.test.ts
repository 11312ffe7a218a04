/** What became of carried words comes back to the phone that told them: only the city's own word changes anything there. */
import { connect } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { expect, describe, it } from 'vitest';
import { listCarried, takeIn } from '../../src/lib/device/carry.ts';
import {
	dismissResults,
	forgetOldResults,
	resultsToBring
} from '../../src/lib/device/carry/results.ts';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { park } from '../../src/lib/device/outbox.ts';
import { meetCity } from '../../src/lib/device/sync/city-keys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { largestResults, resultsText } from '../../src/lib/domain/carry-results.ts';
import { makeProblem } from '../../src/lib/domain/problem.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { signReceipt } from '../../src/lib/server/receipts.ts';
import { newKeys } from '../integration/invented.ts';
import { photo } from '../integration/media-made.ts';
import {
	back,
	citizenAndTrainer,
	crypt,
	exchange,
	handOver,
	need,
	nowhere,
	over,
	track,
	withInternet
} from './carrying.ts';
import { withFull } from './full-memory.ts';
import { putAside, takeUp } from './two-phones.ts';

const ninetyDays = 90 * 24 * 60 * 60 * 1000;

const city = cityWithDoor();
const phones = citizenAndTrainer(city);

describe('results that are brought back', () => {
	async function delivered() {
		const id = await keepNeed(need, 'es');
		const file = await handOver();
		const citizen = await exchange(phones.trainer);
		await over(file);
		await withInternet(city);
		const results = await resultsToBring();
		await exchange(citizen);
		connect(nowhere);
		return {
			id,
			results,
			result: results[0] as SyncResult & { receipt: NonNullable<SyncResult['receipt']> }
		};
	}

	it('change nothing when they are forged', async () => {
		const { id, result } = await delivered();
		const { receipt } = result;
		const other = { ...receipt, sha256: 'A'.repeat(43) };
		const node = { ...receipt, node: 'elsewhere' };
		const stranger = await signReceipt(newKeys(), receipt);
		// the city's own signature, for another content under this id
		const replaced = await signReceipt(city.door.city.keys, other);
		const [kid] = receipt.signature.split('.');
		const forged: SyncResult[] = [
			{ ...result, receipt: other },
			{ ...result, receipt: node },
			{ ...result, receipt: stranger },
			{
				...result,
				receipt: { ...stranger, signature: `${kid}.${stranger.signature.split('.')[1]}` }
			},
			{ ...result, receipt: replaced },
			{ id, result: 'accepted' },
			{ id, result: 'deleted' },
			{ id, result: 'duplicate' },
			{ id, result: 'incomplete', missing: ['A'.repeat(43)] },
			{ id, result: 'held', hubReceipt: receipt },
			{ id: null, result: 'rejected' },
			{ ...result, id: '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a70' }
		];
		const before = await device.outbox.toArray();
		expect(await back(forged)).toEqual({ arrived: 0, parked: 0, unproven: 5 });
		expect(await device.outbox.toArray()).toEqual(before);
		expect(await device.receipts.count()).toBe(0);
		expect(await track(id)).toBe('phone');
		expect(await back([...forged, result])).toMatchObject({ arrived: 1 });
		expect(await track(id)).toBe('sent');
		expect(await back([result])).toEqual({ arrived: 0, parked: 0, unproven: 0 });
	});

	it('that refuse one say why, and its words stay', async () => {
		const { id } = await delivered();
		const problem = makeProblem('too-long', 'too long');
		expect(await back([{ id, result: 'rejected', problem }])).toMatchObject({ parked: 1 });
		expect((await listNeeds())[0]).toMatchObject({ track: 'needs-you', problem: 'too-long' });
		expect((await listNeeds())[0]?.body?.words).toBe(need.words);
	});

	it.each(['', '{"plaza":"results","v":1}', '{"plaza":"results","v":9,"results":[]}'])(
		'that cannot be read change nothing: %s',
		async (text) => {
			const { id } = await delivered();
			await takeIn(crypt, new Blob([text]));
			expect(await track(id)).toBe('phone');
			expect(await device.outbox.count()).toBe(1);
		}
	);

	it('wait until the phone that told can note them', async () => {
		const { id, result } = await delivered();
		const isFull = () => expect(back([result])).rejects.toThrow('full');
		await withFull(device.receipts, 'creating', isFull);
		expect(await track(id)).toBe('phone');
		const problem = makeProblem('too-long', 'too long');
		const refused = () =>
			expect(back([{ id, result: 'rejected', problem }])).rejects.toThrow('full');
		await withFull(device.outbox, 'updating', refused);
		expect(await track(id)).toBe('phone');
		expect(await back([result])).toMatchObject({ arrived: 1 });
		expect(await track(id)).toBe('sent');
	});

	it('are read up to 16 MB', async () => {
		const { result } = await delivered();
		const text = resultsText([result]);
		const ofSize = (size: number) => takeIn(crypt, new Blob([text.padEnd(size)]));
		expect(await ofSize(largestResults + 1)).toMatchObject({
			back: { arrived: 0, unreadable: true }
		});
		expect(await ofSize(largestResults)).toMatchObject({ back: { arrived: 1 } });
	});

	it('are noted on the phone that carried, or the city is asked again', async () => {
		const [id, long] = [
			await keepNeed(need, 'es'),
			await keepNeed({ ...need, words: 'a'.repeat(2001) }, 'es')
		];
		const file = await handOver();
		await exchange(phones.trainer);
		await over(file);
		connect(city.door.url);
		const failsAsFull = () => expect(sync()).rejects.toThrow('full');
		await withFull(device.carried, 'updating', failsAsFull);
		expect(await resultsToBring()).toEqual([]);
		expect(await device.outbox.count()).toBe(2);
		await sync();
		const parkAgain = () => expect(park(long, 'too-long')).rejects.toThrow('full');
		await withFull(device.carried, 'updating', parkAgain);
		const brought = (await resultsToBring()).map(({ id, result }) => ({ id, result }));
		expect(brought).toHaveLength(2);
		expect(brought).toContainEqual({ id, result: 'duplicate' });
		expect(brought).toContainEqual({ id: long, result: 'rejected' });
	});

	it('go through two carriers', async () => {
		const id = await keepNeed(need, 'es');
		const file = await handOver();
		const citizen = await putAside();
		await takeUp(phones.trainer);
		await over(file);
		const onward = await handOver();
		const first = await putAside();
		connect(city.door.url);
		await meetCity(crypt.checkSignature);
		await over(onward);
		await withInternet(city);
		const results = await resultsToBring();
		await takeUp(first);
		connect(nowhere);
		expect(await back(results)).toMatchObject({ arrived: 1 });
		const further = await resultsToBring();
		expect(further[0]?.receipt).toEqual(results[0]?.receipt);
		await takeUp(citizen);
		expect(await back(further)).toMatchObject({ arrived: 1 });
		expect(await track(id)).toBe('sent');
	});

	it('are kept for 90 days or until they are dismissed; what still waits is kept', async () => {
		const ids = [await keepNeed(need, 'es'), await keepNeed(need, 'es')];
		const file = await handOver();
		await exchange(phones.trainer);
		await over(file);
		await dismissResults(ids);
		await forgetOldResults(Date.now() + 1000 * 24 * 60 * 60 * 1000);
		expect(await device.outbox.count()).toBe(2);
		await withInternet(city);
		await forgetOldResults(Date.now() + 89 * 24 * 60 * 60 * 1000);
		expect(await resultsToBring()).toHaveLength(2);
		await dismissResults(ids.slice(0, 1));
		expect(await listCarried()).toMatchObject([{ id: ids[1] }]);
		await forgetOldResults(Date.now() + 91 * 24 * 60 * 60 * 1000);
		expect(await listCarried()).toEqual([]);
	});

	it('are brought the newest first, and go when nobody came for 90 days', async () => {
		const ids = [await keepNeed(need, 'es'), await keepNeed(need, 'es')] as const;
		const file = await handOver();
		await exchange(phones.trainer);
		await over(file);
		await withInternet(city);
		await device.carried.update(ids[0], { resultAt: 1000 });
		await device.carried.update(ids[1], { resultAt: 2000 });
		const brought = async () => (await resultsToBring()).map(({ id }) => id);
		expect(await brought()).toEqual([ids[1], ids[0]]);
		await device.carried.update(ids[0], { resultAt: 3000 });
		expect(await brought()).toEqual([ids[0], ids[1]]);
		await forgetOldResults(2000 + ninetyDays);
		expect(await brought()).toEqual([ids[0], ids[1]]);
		await forgetOldResults(2001 + ninetyDays);
		expect(await brought()).toEqual([ids[0]]);
	});

	it('of what the city refused take it from the phone that carried it, with its photo, once they are dismissed', async () => {
		await keepMedia('photo', 'image/jpeg', new Uint8Array(await photo()));
		const id = await keepNeed({ ...need, words: 'a'.repeat(2001) }, 'es');
		const file = await handOver();
		await exchange(phones.trainer);
		await over(file);
		await withInternet(city);
		expect(await listCarried()).toMatchObject([{ id, state: 'refused', problem: 'too-long' }]);
		const failsAsFull = () => expect(dismissResults([id])).rejects.toThrow('full');
		await withFull(device.carried, 'deleting', failsAsFull);
		await withFull(device.outbox, 'deleting', failsAsFull);
		await withFull(device.media, 'deleting', failsAsFull);
		const later = () => expect(forgetOldResults(Number.MAX_VALUE)).rejects.toThrow('full');
		await withFull(device.carried, 'deleting', later);
		expect(await device.outbox.count()).toBe(1);
		await dismissResults([id]);
		for (const table of [device.carried, device.outbox, device.media, device.pieces]) {
			expect(await table.count(), table.name).toBe(0);
		}
	});
});
