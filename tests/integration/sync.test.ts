import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { problemSchema } from '../../src/lib/domain/problem.ts';
import { isKeySetOf, keySetSchema } from '../../src/lib/domain/receipt.ts';
import { syncResponseSchema } from '../../src/lib/domain/sync.ts';
import { city, closeCity, openCity } from '../../src/lib/server/city.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import { GET as getKeys } from '../../src/routes/api/keys/+server.ts';
import { fallback, POST } from '../../src/routes/api/sync/+server.ts';
import { GET as getAlive } from '../../src/routes/healthz/+server.ts';
import { GET as getReady } from '../../src/routes/readyz/+server.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { aNeed, newSecrets } from './invented.ts';

type Event = Parameters<typeof POST>[0];

let test: TestDatabase;

beforeAll(async () => {
	test = await openTestDatabase();
	const PLAZA_DATA = mkdtempSync(join(tmpdir(), 'plaza-city-'));
	await openCity({ DATABASE_URL: test.url, PLAZA_DATA });
});
afterEach(() => sql`truncate submissions cascade`.execute(test.db));
afterAll(async () => {
	await closeCity();
	await test.close();
});

async function post(body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
	const request = new Request('http://plaza.example/api/sync', {
		method: 'POST',
		body,
		headers: { 'content-type': 'application/json', ...headers },
		...(body instanceof ReadableStream && { duplex: 'half' })
	});
	return POST({ request, getClientAddress: () => '203.0.113.1' } as Event);
}

async function countNeeds(): Promise<number> {
	return (await test.db.selectFrom('needs').select('id').execute()).length;
}

const oneNeed = () => JSON.stringify({ v: 1, submissions: [aNeed('Un banco a la sombra')] });

describe('a sync request', () => {
	it('is answered for each submission, and no copy of the answer is kept', async () => {
		const response = await post(oneNeed());
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('application/json');
		expect(response.headers.get('cache-control')).toBe('no-store');
		const answer = v.parse(syncResponseSchema, await response.json());
		expect(answer.results).toMatchObject([{ result: 'accepted' }]);
	});

	it('may be zipped, and bring watch secrets along', async () => {
		const secrets = newSecrets();
		const request = { v: 1, submissions: [aNeed('Luz', { secrets })], watch: [secrets.watch] };
		const response = await post(gzipSync(JSON.stringify(request)), {
			'content-encoding': 'gzip',
			'content-type': 'application/json; charset=utf-8'
		});
		const answer = v.parse(syncResponseSchema, await response.json());
		expect(answer.replies).toMatchObject([{ state: 'received', messages: [] }]);
	});

	const bomb = () => gzipSync(Buffer.alloc(50_000_000, ' '));
	const many = () => JSON.stringify({ v: 1, submissions: Array(501).fill(1) });
	const watching = (secrets: string[]) =>
		JSON.stringify({ v: 1, submissions: [aNeed('Luz')], watch: secrets });
	const secret = newSecrets().watch;
	const zip = { 'content-encoding': 'gzip' };
	const bad: [string, () => BodyInit, Record<string, string>, number, string][] = [
		['malformed JSON', () => '{"v":1,', {}, 400, 'malformed'],
		['nothing in it', () => '', {}, 400, 'malformed'],
		['null', () => 'null', {}, 400, 'malformed'],
		['a list', () => '[]', {}, 400, 'malformed'],
		['no version', () => '{"submissions":[]}', {}, 400, 'malformed'],
		['an unknown version', () => '{"v":2,"submissions":[]}', {}, 422, 'unknown-version'],
		['no submissions', () => '{"v":1}', {}, 400, 'malformed'],
		['a wrong type', () => '{"v":1,"submissions":{}}', {}, 400, 'malformed'],
		['an unknown field', () => '{"v":1,"submissions":[],"x":1}', {}, 400, 'malformed'],
		['501 submissions', many, {}, 413, 'too-large'],
		['501 watch secrets', () => watching(Array(501).fill(secret)), {}, 413, 'too-large'],
		['a watch secret that is none', () => watching(['x']), {}, 400, 'malformed'],
		['more than 2 MB', () => `"${'a'.repeat(2 * 1024 * 1024)}"`, {}, 413, 'too-large'],
		['more than 2 MB in pieces', () => endless(), {}, 413, 'too-large'],
		['50 MB in a small zip', bomb, zip, 413, 'too-large'],
		['a zip that is none', oneNeed, zip, 400, 'malformed'],
		['half a zip', () => gzipSync(oneNeed()).subarray(0, 60), zip, 400, 'malformed'],
		['a wrong encoding', () => Buffer.from(oneNeed(), 'utf16le'), {}, 400, 'malformed'],
		['Latin-1 letters', () => Buffer.from('{"v":1,"a":"ñ"}', 'latin1'), {}, 400, 'malformed'],
		['another content type', oneNeed, { 'content-type': 'text/plain' }, 415, 'unsupported-type'],
		['another coding', oneNeed, { 'content-encoding': 'br' }, 415, 'unsupported-encoding']
	];

	it.each(bad)(
		'with %s is a problem, and nothing is stored',
		async (_, body, headers, status, code) => {
			const response = await post(body(), headers);
			expect(response.status).toBe(status);
			expect(response.headers.get('content-type')).toBe('application/problem+json');
			expect(response.headers.get('cache-control')).toBe('no-store');
			const problem = v.parse(problemSchema, await response.json());
			expect(problem).toMatchObject({ type: `/problems/${code}`, status });
			expect(await countNeeds()).toBe(0);
		}
	);

	it('that is cut at any byte stores nothing, and the whole one arrives after it', async () => {
		const whole = Buffer.from(oneNeed());
		for (let length = 0; length < whole.length; length++) {
			const response = await post(whole.subarray(0, length));
			expect(response.status).toBe(400);
		}
		expect(await countNeeds()).toBe(0);
		expect((await post(whole)).status).toBe(200);
		expect(await countNeeds()).toBe(1);
	});

	it('whose connection breaks stores nothing', async () => {
		const broken = new ReadableStream({
			start(controller) {
				controller.enqueue(Buffer.from('{"v":1'));
				controller.error(new Error('cut'));
			}
		});
		expect((await post(broken)).status).toBe(400);
	});

	it('of another method is told which one is right', async () => {
		const response = await fallback({} as Event);
		expect(response.status).toBe(405);
		expect(response.headers.get('allow')).toBe('POST');
	});

	it('while the database is gone is asked to come again', async () => {
		const { db } = city();
		await sql`alter table needs rename to needs_elsewhere`.execute(test.db);
		const response = await post(oneNeed());
		await sql`alter table needs_elsewhere rename to needs`.execute(test.db);
		expect(response.status).toBe(503);
		expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await response.text()).not.toContain('needs_elsewhere');
		expect(await db.selectFrom('submissions').selectAll().execute()).toEqual([]);
	});
});

it('publishes keys that the root key stands behind', async () => {
	const response = await getKeys({} as Parameters<typeof getKeys>[0]);
	expect(response.headers.get('cache-control')).toBe('no-cache');
	const text = await response.text();
	expect(text).not.toContain('"d"');
	const set = v.parse(keySetSchema, JSON.parse(text));
	expect(await isKeySetOf(set.root, set, checkSignature)).toBe(true);
	expect(set.keys.map(({ use }) => use)).toEqual(['sig', 'enc']);
});

it('says that it is alive and ready, and not ready while a migration is missing', async () => {
	const event = {} as Parameters<typeof getReady>[0];
	expect((await getAlive({} as Parameters<typeof getAlive>[0])).status).toBe(200);
	expect((await getReady(event)).status).toBe(200);
	await sql`update kysely_migration set name = 'older' where name like '0001%'`.execute(test.db);
	expect((await getReady(event)).status).toBe(503);
	await sql`drop table kysely_migration`.execute(test.db);
	expect((await getReady(event)).status).toBe(503);
});

function endless(): ReadableStream {
	const piece = new Uint8Array(65_536).fill(32);
	return new ReadableStream({ pull: (controller) => controller.enqueue(piece) });
}
