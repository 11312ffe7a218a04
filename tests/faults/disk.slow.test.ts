/** F37, F32: a disk that is full, at the city and at a hub: words before media, nothing half, and all of it once there is room. */
import { connect, newPhone } from './phone.ts';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { openTestDatabase } from '../integration/database.ts';
import { voice } from '../integration/media-made.ts';
import { startPlaza } from '../integration/plaza-process.ts';
import { enrolAt, foundCity, meetCity, untilCount } from './lab.ts';
import { smallDisk } from './small-disk.ts';

const quiet = { LOG_LEVEL: 'fatal' };

beforeEach(newPhone);

async function tell(words: string, withVoice = false): Promise<string> {
	const bytes = new Uint8Array(voice);
	if (withVoice) await keepMedia('voice', 'audio/webm', bytes, { seconds: 2 });
	return keepNeed({ topic: 'other', words, place: null, publish: false }, 'es');
}

const trackOf = async (id: string) => (await listNeeds()).find((each) => each.id === id)?.track;

describe('F37: a city whose disk is full', () => {
	it('takes words and no media, and the media when there is room', async (context) => {
		const disk = smallDisk(context, 24);
		const database = await openTestDatabase();
		onTestFinished(() => database.close());
		const city = await startPlaza(disk.folder, { env: { ...quiet, DATABASE_URL: database.url } });
		connect(city.address);
		await sync();
		disk.fill();
		const spoken = await tell('Con voz', true);
		const written = await tell('Sin voz');
		expect(await sync()).toMatchObject({ outcome: 'no-answer' });
		expect(await trackOf(written)).toBe('sent');
		expect(await trackOf(spoken)).toBe('phone');
		const put = await fetch(`${city.address}/api/media/${(await rowOf(spoken)).sha256}?offset=0`, {
			method: 'PUT',
			headers: { 'content-type': 'application/octet-stream' },
			body: new Uint8Array(voice)
		});
		expect(put.status).toBe(507);
		expect(await rowOf(spoken)).toMatchObject({ arrived_at: null, shown: null });
		disk.free();
		await sync();
		expect(await trackOf(spoken)).toBe('sent');
		expect(readFileSync(pathOf(disk.folder, (await rowOf(spoken)).shown ?? ''))).toEqual(voice);

		async function rowOf(id: string) {
			const media = database.db.selectFrom('media').selectAll().where('submission', '=', id);
			return media.executeTakeFirstOrThrow();
		}
	}, 120_000);
});

describe('F32: a hub whose disk is full', () => {
	it('holds nothing that it could not keep; the phones keep it, and it goes on when there is room', async (context) => {
		const disk = smallDisk(context, 400);
		const city = await foundCity();
		const { enrolment } = await enrolAt(city);
		const env = { ...quiet, PLAZA_UPSTREAM: city.address, PLAZA_ENROLMENT: enrolment };
		const hub = await startPlaza(disk.folder, { env });
		connect(hub.address);
		const before = await tell('Antes');
		await sync();
		await untilCount(city.database, 'from needs', 1);
		await city.stop();

		disk.fill();
		const told = [];
		for (let n = 0; n < 200; n++) told.push(await tell(`Lleno ${n} ${'x'.repeat(1500)}`));
		const spoken = await tell('Con voz', true);
		for (let time = 0; time < 3; time++) await sync();
		expect(await device.outbox.count()).toBeGreaterThanOrEqual(told.length);
		expect(await trackOf(spoken)).toBe('phone');

		disk.free();
		// its PostgreSQL may have stopped itself when its log could not grow: then the hub has ended too, and starts again
		const isAlive = await fetch(`${hub.address}/readyz`).then(
			({ ok }) => ok,
			() => false
		);
		if (!isAlive) hub.kill('SIGTERM');
		const again = isAlive ? hub : (await hub.ended, await startPlaza(disk.folder, { env }));
		await city.start();
		connect(again.address);
		for (let time = 0; time < 3; time++) await sync();
		await meetCity(again);
		await untilCount(city.database, 'from needs', told.length + 2);
		await untilCount(city.database, 'from media where shown is not null', 1);
		await sync();
		for (const id of [before, ...told, spoken]) expect(await trackOf(id)).toBe('sent');
		const conflicts = await city.database.db.selectFrom('conflicts').selectAll().execute();
		expect(conflicts).toEqual([]);
	}, 240_000);
});
