/** F35, F36: a city's PostgreSQL falls while many send: whoever has a receipt stands there, whoever has none sends again. */
import { connect, newPhone } from './phone.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { expectAllAcknowledged, expectAllOnce, gather, sendAll, type Crowd } from './crowd.ts';
import { kinds, postmasterOf, type CityOnDatabase } from './database-of-city.ts';

beforeEach(newPhone);

const tell = (words: string) =>
	keepNeed({ topic: 'other', words, place: null, publish: false }, 'es');
const trackOf = async (id: string) => (await listNeeds()).find((each) => each.id === id)?.track;

/** All send, and in the middle of it PostgreSQL gets this signal. */
async function fallsBy(signal: NodeJS.Signals, city: CityOnDatabase, crowd: Crowd): Promise<void> {
	const pid = await postmasterOf(city.url);
	let isFalling = false;
	const each = () => {
		if (isFalling || crowd.receipts.size < 50) return;
		isFalling = true;
		process.kill(pid, signal);
	};
	await Promise.all([sendAll(city, crowd, { each }), city.fallen()]);
}

describe.each(kinds)('a city with %s', (_, open) => {
	it.each([
		['is killed', 'SIGKILL'],
		['is shut down at once', 'SIGQUIT']
	] as const)(
		'that %s while many send: what is acknowledged is there, the rest comes later, all of it once',
		async (_what, signal) => {
			const city = await open();
			const crowd = gather(400);
			await fallsBy(signal, city, crowd);
			await city.again();
			await expectAllAcknowledged(city, crowd);
			expect(crowd.receipts.size).toBeGreaterThanOrEqual(50);
			expect(crowd.receipts.size).toBeLessThan(crowd.told.length);
			expect([...crowd.statuses].filter((status) => ![200, 503].includes(status))).toEqual([]);
			await expectAllOnce(city, crowd);
		},
		120_000
	);

	it('that is killed again and again under a phone: it keeps what has no receipt, and sends it later', async () => {
		const city = await open();
		connect(city.address);
		const told: string[] = [];
		for (let time = 0; time < 3; time++) {
			told.push(await tell(`Antes ${time}`));
			expect(await sync()).toEqual({ outcome: 'done' });
			process.kill(await postmasterOf(city.url), 'SIGKILL');
			const meanwhile = await tell(`Mientras ${time}`);
			told.push(meanwhile);
			await city.fallen();
			expect(await sync()).toMatchObject({ outcome: 'no-answer' });
			expect(await trackOf(meanwhile)).toBe('phone');
			expect(await device.outbox.toCollection().primaryKeys()).toEqual([meanwhile]);
			await city.again();
		}
		expect(await sync()).toEqual({ outcome: 'done' });
		for (const id of told) expect(await trackOf(id)).toBe('sent');
		const crowd = gather(0);
		for (const { envelope } of await device.needs.toArray()) crowd.told.push(envelope as never);
		for (const receipt of await device.receipts.toArray()) crowd.receipts.set(receipt.id, receipt);
		expect(crowd.receipts.size).toBe(told.length);
		await expectAllAcknowledged(city, crowd);
		await expectAllOnce(city, crowd);
	}, 180_000);
});
