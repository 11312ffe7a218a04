/** F46: words are taken back, and the sweep works, while a voice is on its way: what is erased stays erased. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, withdrawalOf } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { hashOf, voice } from '../integration/media-made.ts';

const city = cityWithDoor();

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	await sync();
});
afterEach(async () => {
	await cleaningEnded();
	await sql`truncate submissions, withdrawn cascade`.execute(city.db);
});

/** A need with a voice of several pieces on this phone. */
async function tell() {
	const bytes = Buffer.concat([voice, randomBytes(200_000)]);
	await keepMedia('voice', 'audio/webm', new Uint8Array(bytes), { seconds: 60 });
	const words = 'Mejor no';
	const id = await keepNeed({ topic: 'other', words, place: null, publish: false }, 'es');
	const code = (await device.needs.get(id))?.code ?? '';
	return { id, bytes, code };
}

/** Somebody who holds the receipt code takes it back at another phone. */
async function takeBack(code: string): Promise<void> {
	const response = await fetchOfNode(`${city.door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions: [withdrawalOf(code, 'es', Date.now())] })
	});
	expect(response.status).toBe(200);
}

const fetchOfNode = globalThis.fetch;

/** Does this with the line before the request of that number in a sending. */
function before(request: number, act: () => Promise<unknown>): { requests: number } {
	connect(city.door.url);
	const honest = globalThis.fetch;
	const seen = { requests: 0 };
	globalThis.fetch = async (input, init) => {
		if (seen.requests++ === request) await act();
		return honest(input, init);
	};
	return seen;
}

const filesOfMedia = () => {
	const folder = join(city.door.city.dataFolder, 'media');
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
		file.isFile()
	);
};

async function expectErased(id: string): Promise<void> {
	await cleaningEnded();
	const needs = await city.needs(id);
	expect(needs.every(({ words, state }) => words === '' && state === 'withdrawn')).toBe(true);
	const kept = await city.db
		.selectFrom('submissions')
		.select('envelope')
		.where('id', '=', id)
		.execute();
	expect(kept).toEqual([{ envelope: null }]);
	expect(await city.db.selectFrom('media').selectAll().execute()).toEqual([]);
	expect(await city.db.selectFrom('media_awaited').selectAll().execute()).toEqual([]);
	expect(filesOfMedia()).toEqual([]);
}

/** What a phone hears that sends it once more. */
async function sendAgain(envelope: unknown): Promise<SyncResult | undefined> {
	const response = await fetchOfNode(`${city.door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions: [envelope] })
	});
	return ((await response.json()) as { results: SyncResult[] }).results[0];
}

describe('a need that is taken back while its voice is on its way', () => {
	// words, the question how much is there, pieces, the receipt: more than there are requests
	it.each([0, 1, 2, 3, 4, 5])(
		'before request %i: nothing of it comes to be there, and the phone hears that it is erased',
		async (request) => {
			const { id, code } = await tell();
			const envelope = (await device.needs.get(id))?.envelope;
			const seen = before(request, () => takeBack(code));
			await sync();
			// a sending that ended before that is no such case
			if (seen.requests <= request) await takeBack(code);
			await sync();
			await sync();
			await expectErased(id);
			expect(await device.outbox.count()).toBe(0);
			expect((await listNeeds()).map(({ track }) => track)).toEqual(['withdrawn']);
			const again = await sendAgain(envelope);
			expect(again).toMatchObject({ result: 'deleted', receipt: { id } });
			await expectErased(id);
		}
	);

	it('at the same moment as its last piece: no byte of it is left, whoever is first', async () => {
		for (let time = 0; time < 40; time++) {
			const { id, bytes, code } = await tell();
			const { envelope } = (await device.needs.get(id)) ?? {};
			await sendAgain(envelope);
			const path = `${city.door.url}/api/media/${hashOf(bytes)}`;
			const put = (from: number, to: number) =>
				fetchOfNode(`${path}?offset=${from}`, {
					method: 'PUT',
					headers: { 'content-type': 'application/octet-stream' },
					body: new Uint8Array(bytes.subarray(from, to))
				});
			await put(0, 100_000);
			const late = async () => {
				await new Promise((done) => setTimeout(done, time / 3));
				await takeBack(code);
			};
			await Promise.all([put(100_000, bytes.length), late()]);
			expect(await sendAgain(envelope)).toMatchObject({ result: 'deleted', receipt: { id } });
			await expectErased(id);
			await newPhone();
			await sql`truncate submissions, withdrawn cascade`.execute(city.db);
		}
	});
});

describe('a sweep', () => {
	it.each([0, 1, 2, 3, 4, 5])(
		'before request %i of a sending takes nothing of what is on its way',
		async (request) => {
			await sendAgain((await device.needs.get(await keepNeed(short, 'es')))?.envelope);
			const { id, bytes } = await tell();
			before(request, () => sweepMedia(city.db, city.door.city.dataFolder));
			await sync();
			expect((await listNeeds()).find((each) => each.id === id)?.track).toBe('sent');
			expect(existsSync(pathOf(city.door.city.dataFolder, hashOf(bytes)))).toBe(true);
			await sweepMedia(city.db, city.door.city.dataFolder);
			expect(existsSync(pathOf(city.door.city.dataFolder, hashOf(bytes)))).toBe(true);
			await takeBack((await device.needs.get(id))?.code ?? '');
			await cleaningEnded();
			expect(existsSync(pathOf(city.door.city.dataFolder, hashOf(bytes)))).toBe(false);
		}
	);

	const short = { topic: 'other', words: 'Antes', place: null, publish: false } as const;
});
