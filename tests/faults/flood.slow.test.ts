/** F38: far too much, far too slow, far too many: limits hold, and everybody else is served. */
import { connect as dial, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { aNeed, aStep } from '../integration/invented.ts';
import { hashOf, itemOf, voice } from '../integration/media-made.ts';
import { startPlaza, type PlazaProcess } from '../integration/plaza-process.ts';
import { temporaryFolder } from '../integration/temporary-folder.ts';

let database: TestDatabase;

beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(() => database.close());

const startCity = () =>
	startPlaza(temporaryFolder(), { env: { LOG_LEVEL: 'fatal', DATABASE_URL: database.url } });

async function send(city: PlazaProcess, submissions: unknown[]): Promise<SyncResult[]> {
	const response = await fetch(`${city.address}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions })
	});
	expect(response.status).toBe(200);
	return ((await response.json()) as { results: SyncResult[] }).results;
}

async function expectServed(city: PlazaProcess): Promise<void> {
	const [result] = await send(city, [aNeed('Entre tanto')]);
	expect(result?.receipt).toBeDefined();
}

function dialCity({ address }: PlazaProcess): Socket {
	const { hostname, port } = new URL(address);
	const line = dial(Number(port), hostname);
	line.on('error', () => undefined);
	onTestFinished(() => void line.destroy());
	return line;
}

/** Waits until it is closed, however. */
function closing(line: Socket): Promise<void> {
	return new Promise((done) => line.once('close', () => done()));
}

const gigabyte = 1024 ** 3;
const part = Buffer.alloc(256 * 1024, 'x');

/** Sends up to a gigabyte; gives the city's answer, and how many bytes it let come. */
async function pour(city: PlazaProcess, head: string[], isChunked: boolean, first = '') {
	const line = dialCity(city);
	const { host } = new URL(city.address);
	let answer = '';
	line.setEncoding('latin1').on('data', (text: string) => (answer += text));
	const closed = closing(line);
	line.write(
		`${[...head, `host: ${host}`, `origin: ${city.address}`, 'connection: close'].join('\r\n')}\r\n\r\n`
	);
	if (first) line.write(isChunked ? `${first.length.toString(16)}\r\n${first}\r\n` : first);
	let poured = first.length;
	while (poured < gigabyte && !line.destroyed && answer === '') {
		const bytes = isChunked
			? Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')])
			: part;
		poured += part.length;
		const isFull = !line.write(bytes);
		if (isFull) await Promise.race([new Promise((done) => line.once('drain', done)), closed]);
		else await new Promise((done) => setImmediate(done));
	}
	line.end();
	await closed;
	return { status: Number(answer.split(' ')[1]), poured };
}

describe('F38: a gigabyte', () => {
	const sized = `content-length: ${gigabyte}`;
	const endless = 'transfer-encoding: chunked';
	const json = 'content-type: application/json';
	const bytes = 'content-type: application/octet-stream';
	const piece = `PUT /api/media/${hashOf(voice)}?offset=0 HTTP/1.1`;
	it.each([
		['of submissions', ['POST /api/sync HTTP/1.1', json, sized]],
		['of submissions that does not say so', ['POST /api/sync HTTP/1.1', json, endless]],
		['of media', [piece, bytes, sized]],
		['of media that does not say so', [piece, bytes, endless]]
	])('%s is refused early, and others are served', async (_, head) => {
		const city = await startCity();
		const need = aNeed('Con voz', { media: [itemOf(voice)] });
		await send(city, [need]);
		const pouring = pour(city, head, head.includes(endless));
		await expectServed(city);
		const { status, poured } = await pouring;
		expect(status).toBe(413);
		expect(poured).toBeLessThan(100 * 1024 * 1024);
		await expectServed(city);
	});
});

describe('F38: a gigabyte posted as a form', () => {
	const form = 'content-type: multipart/form-data; boundary=b';
	const field = 'content-disposition: form-data; name=';
	const file = `--b\r\n${field}"photo"; filename="p.jpg"\r\n\r\n`;
	it.each([
		['that says so', `content-length: ${gigabyte}`],
		['that does not say so', 'transfer-encoding: chunked']
	])('%s is refused early, and others are served', async (_, size) => {
		const city = await startCity();
		const head = ['POST /es/needs/new?/check HTTP/1.1', form, size];
		const pouring = pour(city, head, size.startsWith('transfer'), file);
		await expectServed(city);
		const { status, poured } = await pouring;
		expect(status).toBe(413);
		expect(poured).toBeLessThan(100 * 1024 * 1024);
		await expectServed(city);
	});
});

describe('F38: 300 lines that dawdle', () => {
	it.each([
		['with their headers', 'POST /api/sync HTTP/1.1\r\nhost: 127.0.0.1\r\n', 'x-a: b\r\n'],
		[
			'with their words',
			'POST /api/sync HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n',
			' '
		]
	])('%s do not keep others out', async (_, head, drop) => {
		const city = await startCity();
		const lines = Array.from({ length: 300 }, () => dialCity(city));
		for (const line of lines) line.write(head);
		const dripping = setInterval(() => lines.forEach((line) => line.write(drop)), 500);
		onTestFinished(() => clearInterval(dripping));
		for (let n = 0; n < 20; n++) await expectServed(city);
	});

	it('with their headers are cut', async () => {
		const city = await startCity();
		const line = dialCity(city);
		line.resume();
		line.write('POST /api/sync HTTP/1.1\r\nhost: 127.0.0.1\r\n');
		const dripping = setInterval(() => line.write('x-a: b\r\n'), 500);
		onTestFinished(() => clearInterval(dripping));
		await closing(line);
	}, 120_000);
});

it('F38: 100,000 tiny submissions by four at once: all arrive, and others are served between them', async () => {
	const city = await startCity();
	const told = Array.from({ length: 100_000 }, () => aStep());
	let receipts = 0;
	const lanes = Array.from({ length: 4 }, async (_, lane) => {
		for (let from = lane * 500; from < told.length; from += 2_000) {
			const results = await send(city, told.slice(from, from + 500));
			receipts += results.filter(({ receipt }) => receipt).length;
		}
	});
	for (let n = 0; n < 10; n++) await expectServed(city);
	await Promise.all(lanes);
	expect(receipts).toBe(told.length);
	const rows = await database.db.selectFrom('progress').select('id').execute();
	expect(rows).toHaveLength(told.length);
}, 600_000);
