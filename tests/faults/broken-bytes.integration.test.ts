/** Bytes that are cut or changed on the way: never taken for what was told, and the same again arrives. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { unpark } from '../../src/lib/device/outbox.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { contentDigest } from '../../src/lib/domain/content-digest.ts';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { aNeed } from '../integration/invented.ts';
import { hashOf, itemOf, voice } from '../integration/media-made.ts';

const city = cityWithDoor();

afterEach(() => sql`truncate submissions cascade`.execute(city.db));

type Headers = Record<string, string>;
type Sent = { path: string; method: string; headers: Headers; body: Buffer };

/** A request whose line breaks after some bytes of its body. */
async function breakOff({ path, method, headers, body }: Sent, length: number): Promise<void> {
	const { hostname, port } = new URL(city.door.url);
	const line = dial(Number(port), hostname);
	const head = Object.entries({
		host: hostname,
		'content-length': String(body.length),
		...headers
	});
	line.write(
		`${method} ${path} HTTP/1.1\r\n${head.map((each) => each.join(': ')).join('\r\n')}\r\n\r\n`
	);
	line.write(body.subarray(0, length));
	line.end();
	line.resume();
	await once(line, 'close');
}

const posting = (body: Buffer, headers: Headers = {}): Sent => ({
	path: '/api/sync',
	method: 'POST',
	headers: { 'content-type': 'application/json', ...headers },
	body
});

async function send({ path, method, headers, body }: Sent, changed = body) {
	const response = await fetch(`${city.door.url}${path}`, {
		method,
		headers,
		body: new Uint8Array(changed)
	});
	const answer = (await response.json().catch(() => null)) as {
		type?: string;
		results?: SyncResult[];
	} | null;
	return { status: response.status, type: answer?.type, results: answer?.results };
}

const needsAtCity = async () => (await city.db.selectFrom('needs').select('id').execute()).length;

function inShort(words: string) {
	const need = aNeed(words);
	return { need, body: Buffer.from(JSON.stringify({ v: 1, submissions: [need] })) };
}

function flip(body: Buffer, at: number): Buffer {
	const changed = Buffer.from(body);
	changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
	return changed;
}

describe('F5: words that are cut', () => {
	const ways: [string, (body: Buffer) => Sent][] = [
		['as they are', (body) => posting(body)],
		['zipped', (body) => posting(gzipSync(body), { 'content-encoding': 'gzip' })],
		['with their digest', (body) => posting(body, { 'content-digest': contentDigest(body) })]
	];

	it.each(ways)('%s, by a line that breaks at any byte: nothing is stored', async (_, way) => {
		const { need, body } = inShort('Un banco');
		const sent = way(body);
		for (let length = 0; length < sent.body.length; length++) await breakOff(sent, length);
		expect(await needsAtCity()).toBe(0);
		const { results } = await send(sent);
		expect(results).toMatchObject([{ result: 'accepted', receipt: { sha256: fingerprint(need) } }]);
	});

	it.each(ways.slice(1))(
		'%s, by a box that passes on a part: nothing is stored',
		async (_, way) => {
			const { body } = inShort('Una fuente');
			const sent = way(body);
			for (let length = 0; length < sent.body.length; length++) {
				const { status } = await send(sent, sent.body.subarray(0, length));
				expect([400, 422]).toContain(status);
			}
			expect(await needsAtCity()).toBe(0);
			expect((await send(sent)).results).toMatchObject([{ result: 'accepted' }]);
		}
	);
});

describe('F6: words of which a bit flips', () => {
	it('at any byte are other words than those that were sent, and nothing is stored', async () => {
		const { body } = inShort('Un árbol');
		const sent = posting(body, { 'content-digest': contentDigest(body) });
		for (let at = 0; at < body.length; at++) {
			expect(await send(sent, flip(body, at))).toMatchObject({
				status: 422,
				type: '/problems/hash'
			});
		}
		expect(await needsAtCity()).toBe(0);
		expect((await send(sent)).results).toMatchObject([{ result: 'accepted' }]);
	});
});

describe('media', () => {
	const small = voice.subarray(0, 300);

	async function listed() {
		const need = aNeed('Escucha', { media: [itemOf(small)] });
		const letter = posting(Buffer.from(JSON.stringify({ v: 1, submissions: [need] })));
		expect((await send(letter)).results).toMatchObject([{ result: 'incomplete' }]);
		return letter;
	}

	const putting = (offset: number, body: Buffer): Sent => ({
		path: `/api/media/${hashOf(small)}?offset=${offset}`,
		method: 'PUT',
		headers: { 'content-type': 'application/octet-stream' },
		body
	});

	async function arrived(): Promise<number> {
		const response = await fetch(`${city.door.url}/api/media/${hashOf(small)}`, { method: 'HEAD' });
		return Number(response.headers.get('upload-offset'));
	}

	it('F5: cut at any byte are never more than what came, never whole, and go on there', async () => {
		const letter = await listed();
		for (let length = 1; length < small.length; length++) {
			const offset = await arrived();
			await breakOff(putting(offset, small.subarray(offset)), 1);
			for (let now = offset; now === offset;) now = await arrived();
			expect(await arrived()).toBe(offset + 1);
			if (length % 100 === 0) expect((await send(letter)).results?.[0]?.receipt).toBeUndefined();
		}
		const offset = await arrived();
		expect(offset).toBe(small.length - 1);
		await send(putting(offset, small.subarray(offset)));
		expect((await send(letter)).results?.[0]?.receipt).toBeDefined();
		expect(readFileSync(pathOf(city.door.city.dataFolder, hashOf(small)))).toEqual(small);
	});

	it('F6: with a bit flipped at any byte are thrown away, and arrive when they are right', async () => {
		const letter = await listed();
		for (let at = 0; at < small.length; at++) {
			expect(await send(putting(0, flip(small, at)))).toMatchObject({
				status: 422,
				type: '/problems/hash'
			});
			if (at % 100 === 0) expect((await send(letter)).results?.[0]?.receipt).toBeUndefined();
		}
		expect(await arrived()).toBe(0);
		await send(putting(0, small));
		expect((await send(letter)).results?.[0]?.receipt).toBeDefined();
	});
});

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
