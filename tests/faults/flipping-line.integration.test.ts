/** A line that changes the same message each time: it is never taken for what was told, the others go on, and it waits for its person. */
import { connect, newPhone } from './phone.ts';
import { flip } from './flip.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { unpark } from '../../src/lib/device/outbox.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { hashOf, voice } from '../integration/media-made.ts';

const city = cityWithDoor();

afterEach(() => sql`truncate submissions cascade`.execute(city.db));

const needsAtCity = async () => (await city.db.selectFrom('needs').select('id').execute()).length;

describe('F6: a line that always flips a bit', () => {
	beforeEach(async () => {
		await newPhone();
		connect(city.door.url);
		await sync();
	});

	const trackOf = async (id: string) => (await listNeeds()).find((each) => each.id === id)?.track;
	const problemOf = async (id: string) => (await device.outbox.get(id))?.problem;
	const tell = (words: string) =>
		keepNeed({ topic: 'other', words, place: null, publish: false }, 'es');

	/** Flips a bit in the middle of each body in which there are these bytes. */
	function flipWhere(part: string): void {
		connect(city.door.url);
		const honest = globalThis.fetch;
		globalThis.fetch = (input, init) => {
			const body = init?.body && Buffer.from(init.body as Uint8Array);
			const isMeant = body && textOf(body).includes(part);
			const changed = isMeant && new Uint8Array(flip(body, Math.floor(body.length / 2)));
			return honest(input, changed ? { ...init, body: changed } : init);
		};
	}

	const textOf = (body: Buffer) => (body[0] === 0x1f ? gunzipSync(body) : body).toString('latin1');

	it('of one need’s words: never taken for them; the others go on; at last it waits', async () => {
		const ill = await tell('Flipped');
		const before = await device.outbox.get(ill);
		const others = [await tell('Sound'), await tell('Sound too')];
		flipWhere('Flipped');
		for (let cycle = 0; cycle < 10; cycle++) await sync();
		for (const id of others) expect(await trackOf(id)).toBe('sent');
		expect(await device.outbox.get(ill)).toEqual({
			...before,
			failures: 10,
			problem: 'not-taken'
		});
		expect(await needsAtCity()).toBe(2);
		expect(await city.db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
		connect(city.door.url);
		await unpark(ill);
		await sync();
		expect(await trackOf(ill)).toBe('sent');
	});

	it('of one voice: the words are there, the others go on, it waits for its person', async () => {
		const mark = 'MARKED-BYTES';
		await keepMedia(
			'voice',
			'audio/webm',
			new Uint8Array(Buffer.concat([voice, Buffer.from(mark)]))
		);
		const ill = await tell('With a voice');
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice));
		const other = await tell('With another');
		flipWhere(mark);
		await sync();
		expect(await trackOf(other)).toBe('sent');
		expect(await problemOf(ill)).toBe('media-hash');
		expect(await needsAtCity()).toBe(2);
		connect(city.door.url);
		await unpark(ill);
		await sync();
		expect(await trackOf(ill)).toBe('sent');
	});

	it('of what the city says it lacks: it is asked again, and the voice arrives', async () => {
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice));
		const id = await tell('With a voice');
		const honest = globalThis.fetch;
		globalThis.fetch = async (input, init) => {
			const response = await honest(input, init);
			if (init?.method !== 'POST') return response;
			const changed = (await response.text()).replace(hashOf(voice), hashOf(Buffer.from('other')));
			return new Response(changed, response);
		};
		await sync();
		expect(await problemOf(id)).toBeUndefined();
		connect(city.door.url);
		await sync();
		expect(await trackOf(id)).toBe('sent');
	});
});
