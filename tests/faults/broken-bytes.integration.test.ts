/** Bytes that are cut or changed on the way: never taken for what was told, and the same again arrives. */
import { flip } from './flip.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
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
