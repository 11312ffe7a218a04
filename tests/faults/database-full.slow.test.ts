/** F35, F37: a city's PostgreSQL has no room on its disk, or no place for Plaza: 503, nothing half, and later all of it once. */
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { expectAllAcknowledged, expectAllOnce, gather, sendAll } from './crowd.ts';
import { ask, kinds } from './database-of-city.ts';
import { smallDisk } from './small-disk.ts';

/** Another program's connection; undefined where there is no place for it. */
async function takePlace(url: string): Promise<pg.Client | undefined> {
	const client = new pg.Client(url);
	client.on('error', () => undefined);
	try {
		await client.connect();
		onTestFinished(() => client.end().catch(() => undefined));
		return client;
	} catch (error) {
		expect((error as { code?: string }).code).toBe('53300');
		return undefined;
	}
}

/** Other programs take every place of a PostgreSQL, also those that Plaza had; gives what frees them. */
async function takeAllPlaces(url: string): Promise<() => Promise<void>> {
	const [settings] = await ask<{ max_connections: string }>(url, 'show max_connections');
	const taken: pg.Client[] = [];
	const endOthers = `select pg_terminate_backend(pid) from pg_stat_activity
		where backend_type = 'client backend' and pid <> all($1)`;
	while (taken.length < Number(settings?.max_connections)) {
		const client = await takePlace(url);
		const ours = taken.map((each) => (each as unknown as { processID: number }).processID);
		if (client) taken.push(client);
		else await taken[0]?.query(endOthers, [ours]);
	}
	return async () => void (await Promise.all(taken.map((client) => client.end())));
}

const isWell = (address: string) =>
	fetch(`${address}/readyz`).then(
		({ ok }) => ok,
		() => false
	);

describe.each(kinds)('a city with %s', (_, open) => {
	it('whose places are all taken by others: 503 for all, and all of it once there is a place', async () => {
		const city = await open();
		const crowd = gather(40);
		const free = await takeAllPlaces(city.url);
		await sendAll(city, crowd, { lanes: 40 });
		expect([...crowd.statuses]).toEqual([503]);
		// whoever only asks for a page still gets it
		expect((await fetch(`${city.address}/healthz`)).status).toBe(200);
		await free();
		await expectAllOnce(city, crowd);
	}, 120_000);

	it('whose connections are all taken, behind a lock: 503, and later all of it once', async () => {
		const city = await open();
		const crowd = gather(40);
		const locker = new pg.Client(city.url);
		await locker.connect();
		await locker.query('begin; lock table submissions in access exclusive mode');
		await sendAll(city, crowd, { lanes: 40 });
		expect([...crowd.statuses]).toEqual([503]);
		expect((await fetch(`${city.address}/healthz`)).status).toBe(200);
		await locker.query('rollback');
		await locker.end();
		await expectAllOnce(city, crowd);
	}, 120_000);

	it('whose disk is full: 503, nothing half, and everything when there is room again', async (context) => {
		const disk = smallDisk(context, 400);
		const city = await open(disk.folder);
		const before = gather(20);
		await sendAll(city, before);
		expect(before.receipts.size).toBe(20);
		disk.fill();
		const crowd = gather(400, 1500);
		await sendAll(city, crowd, { lanes: 2, atOnce: 40 });
		expect(crowd.receipts.size).toBeLessThan(crowd.told.length);
		expect([...crowd.statuses].filter((status) => ![200, 503].includes(status))).toEqual([]);
		disk.free();
		// PostgreSQL may have stopped itself when its log could not grow: then it starts again
		if (!(await isWell(city.address))) {
			await city.stop();
			await city.again();
		}
		for (const some of [before, crowd]) {
			await expectAllAcknowledged(city, some);
			await expectAllOnce(city, some);
		}
		expect(await ask(city.url, 'select count(*)::int as n from needs')).toEqual([{ n: 420 }]);
	}, 180_000);
});
