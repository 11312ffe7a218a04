/** The doors for carry files: a program's, and the plain form for whoever brings a USB stick. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { carryText, CarryWriter, largestCarryFile } from '../../src/lib/domain/carry-file.ts';
import { readResults } from '../../src/lib/domain/carry-results.ts';
import type { Bytes } from '../../src/lib/domain/cryptography.ts';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import { canonicalText, fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { isReceiptFor } from '../../src/lib/domain/receipt.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { sealFor, sealMedia } from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { keySet } from '../../src/lib/server/keys.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { actions } from '../../src/routes/[lang=lang]/carry/+page.server.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { newId, newKeys } from './invented.ts';
import { hashOf, itemOf, photo, voice } from './media-made.ts';

let test: TestDatabase;
let door: Door;
let root: string;

beforeAll(async () => {
	test = await openTestDatabase();
	door = await openDoor(test.url);
	root = door.city.keys.root.public.kid;
});
afterEach(async () => {
	await cleaningEnded();
	await sql`truncate submissions cascade`.execute(test.db);
});
afterAll(async () => {
	await door.close();
	await test.close();
});

interface Told {
	envelope: EnvelopeOf<'need'>;
	letter: Sealed;
	/** The sealed bytes of its media, in order. */
	media: Bytes[];
}

async function told(words: string, bytes: Buffer[] = []): Promise<Told> {
	const items = bytes.map((each) => itemOf(each, each === voice ? 'audio/webm' : 'image/jpeg'));
	const form = { topic: 'access', words, place: null, publish: false } as const;
	const identity = { id: newId(), code: makeReceiptCode(randomBytes(10)) };
	const envelope = makeEnvelope(form, 'es', identity, items);
	const key = door.city.keys.sealing[0].public;
	const sealed = await sealFor(cryptography, key, canonicalText(envelope));
	const media: Bytes[] = [];
	for (const [position, each] of bytes.entries()) {
		const plain = new Uint8Array(each);
		media.push(await sealMedia(cryptography, envelope.mediaKey ?? '', position, plain));
	}
	const listed = media.map((each) => ({ sha256: hashOf(each), size: each.length }));
	return { envelope, letter: { id: envelope.id, sealed, media: listed }, media };
}

function fileOf(all: Told[], of = root): string {
	const writer = new CarryWriter();
	const lines = [writer.header(of), ...all.map(({ letter }) => writer.letter(letter))];
	for (const { media } of all) {
		for (const bytes of media) lines.push(...writer.media(hashOf(bytes), bytes));
	}
	return [...lines, writer.end()].join('');
}

async function bring(body: BodyInit, headers: Record<string, string> = {}) {
	const response = await fetch(`${door.url}/api/carry`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-ndjson', ...headers },
		body,
		...(body instanceof ReadableStream && { duplex: 'half' })
	} as RequestInit);
	const text = await response.text();
	return {
		status: response.status,
		results: readResults(text) ?? [],
		problem: (JSON.parse(text) as { problem?: string }).problem,
		type: (JSON.parse(text) as { type?: string }).type
	};
}

const countNeeds = async () => (await test.db.selectFrom('needs').select('id').execute()).length;

describe('a carry file at the program door', () => {
	it('brings words and media, and is answered with a receipt for each', async () => {
		const all = [await told('Luz'), await told('Mira', [voice, await photo()])];
		const { status, results, problem } = await bring(fileOf(all));
		expect([status, problem]).toEqual([200, undefined]);
		// with its media there, the second was offered once more for its receipt
		expect(results).toMatchObject([{ result: 'accepted' }, { result: 'duplicate' }]);
		for (const [index, { envelope }] of all.entries()) {
			const receipt = results[index]?.receipt;
			const expected = { id: envelope.id, sha256: fingerprint(envelope) };
			const keys = keySet(door.city.keys).keys;
			expect(receipt && (await isReceiptFor(receipt, expected, keys, checkSignature))).toBe(true);
		}
		const waiting = await test.db.selectFrom('media_awaited').selectAll().execute();
		expect(waiting).toEqual([]);
	});

	it('changes nothing when it comes again, alone or twenty times at once', async () => {
		const file = fileOf([await told('Luz'), await told('Mira', [voice])]);
		const [first] = await Promise.all(Array.from({ length: 20 }, () => bring(file)));
		const again = await bring(file);
		expect(again.results).toMatchObject([{ result: 'duplicate' }, { result: 'duplicate' }]);
		expect(again.results.map(({ receipt }) => receipt)).toEqual(
			first?.results.map(({ receipt }) => receipt)
		);
		expect(await countNeeds()).toBe(2);
	});

	it('that was cut brings what was whole, says so, and the whole one after it brings the rest', async () => {
		const file = fileOf([await told('Luz'), await told('Mira', [voice])]);
		const cut = await bring(file.slice(0, file.indexOf('{"media"') + 500));
		expect(cut).toMatchObject({
			status: 200,
			problem: 'truncated',
			results: [{ result: 'accepted' }, { result: 'incomplete' }]
		});
		const whole = await bring(file);
		expect(whole.results).toMatchObject([{ result: 'duplicate' }, { result: 'duplicate' }]);
		expect(whole.results.every(({ receipt }) => receipt)).toBe(true);
		expect(whole.problem).toBeUndefined();
	});

	it('whose line breaks leaves nothing half-done', async () => {
		const file = Buffer.from(fileOf([await told('Luz'), await told('Mira', [voice])]));
		for (const part of [0.2, 0.5, 0.9]) {
			const broken = new ReadableStream({
				start(controller) {
					controller.enqueue(new Uint8Array(file.subarray(0, file.length * part)));
				},
				pull(controller) {
					controller.error(new Error('the line broke'));
				}
			});
			await bring(broken).catch(() => undefined);
		}
		const { results } = await bring(file);
		expect(results.every(({ receipt }) => receipt)).toBe(true);
		expect(await countNeeds()).toBe(2);
	});

	it('judges each letter alone: one for another city, one that was changed, and a media line for nobody', async () => {
		const [healthy, changed, foreign] = [await told('Luz'), await told('Agua'), await told('Pan')];
		changed.letter.sealed = changed.letter.sealed.replace(/\.\..{6}/, '..AAAAAA');
		const strange = newKeys().sealing[0].public;
		foreign.letter.sealed = await sealFor(cryptography, strange, canonicalText(foreign.envelope));
		const stray = { ...healthy, media: [new Uint8Array(randomBytes(100))] };
		const { results } = await bring(fileOf([changed, foreign, stray]));
		expect(results).toMatchObject([
			{ result: 'rejected', problem: { type: '/problems/sealed' } },
			{ result: 'rejected', problem: { type: '/problems/sealed' } },
			{ id: healthy.envelope.id, result: 'accepted' }
		]);
	});

	it('with more letters than one batch takes has a result for each, in order', async () => {
		const all: Told[] = [];
		for (let count = 0; count < 620; count++) all.push(await told(`Luz ${count}`));
		const { results } = await bring(fileOf(all));
		expect(results.map(({ id }) => id)).toEqual(all.map(({ envelope }) => envelope.id));
		expect(results.every(({ result }) => result === 'accepted')).toBe(true);
		expect(await countNeeds()).toBe(620);
	});

	const one = async () => fileOf([await told('Luz')]);
	it.each<[string, () => Promise<BodyInit>, Record<string, string>, number, string]>([
		[
			'of another city',
			async () => fileOf([await told('Luz')], 'A'.repeat(43)),
			{},
			422,
			'other-city'
		],
		[
			'of a newer version',
			async () => (await one()).replace('"v":1', '"v":2'),
			{},
			422,
			'unknown-version'
		],
		['that is none', async () => '{"v":1,"submissions":[]}\n', {}, 400, 'malformed'],
		['of another type', one, { 'content-type': 'application/json' }, 415, 'unsupported-type'],
		['that is packed', one, { 'content-encoding': 'gzip' }, 415, 'unsupported-encoding'],
		['that is too large', async () => Buffer.alloc(largestCarryFile + 1), {}, 413, 'too-large']
	])('%s is a problem, and nothing is stored', async (_, body, headers, status, code) => {
		const answer = await bring(await body(), headers);
		expect(answer).toMatchObject({ status, type: `/problems/${code}` });
		expect(await countNeeds()).toBe(0);
	});

	it('that does not end is stopped in little memory, and its letters are kept', async () => {
		const start = carryText(root, [(await told('Luz')).letter]).replace(/\{"end.*\n/, '');
		const noise = new Uint8Array(1024 * 1024).fill(97);
		let sent = 0;
		const endless = new ReadableStream({
			pull(controller) {
				if (sent === 0) controller.enqueue(new TextEncoder().encode(start));
				else controller.enqueue(noise);
				if (++sent > 200) controller.close();
			}
		});
		const { results, problem } = await bring(endless);
		expect(results).toMatchObject([{ result: 'accepted' }]);
		expect(problem).toBe('too-large');
	});

	it('answers 503 when the database cannot keep it, and the same file arrives later', async () => {
		const file = await one();
		await sql`alter table needs rename to elsewhere`.execute(test.db);
		try {
			expect(await bring(file)).toMatchObject({ status: 503, type: '/problems/unavailable' });
		} finally {
			await sql`alter table elsewhere rename to needs`.execute(test.db);
		}
		expect((await bring(file)).results).toMatchObject([{ result: 'accepted' }]);
	});
});

describe('the plain form', () => {
	type Event = Parameters<typeof actions.bring>[0];
	async function post(file: string, name = 'plaza-2026-03-01.plaza') {
		const form = new FormData();
		form.append('file', new Blob([file]), name);
		const request = new Request('http://plaza.example/es/carry?/bring', {
			method: 'POST',
			body: form
		});
		return actions.bring({ request } as Event);
	}

	it('brings a file, says what became of each, and gives that to take back', async () => {
		const all = [await told('Luz'), await told('Mira', [voice])];
		const answer = await post(fileOf(all));
		if (!('results' in answer)) throw new Error('not taken');
		expect(answer.results).toMatchObject([
			{ id: all[0]?.envelope.id, result: 'accepted' },
			{ id: all[1]?.envelope.id, result: 'duplicate' }
		]);
		const [text = ''] = answer.files.map((file) => Buffer.from(file, 'base64').toString());
		expect(readResults(text)?.map(({ receipt }) => receipt?.id)).toEqual(
			all.map(({ envelope }) => envelope.id)
		);
		expect(await countNeeds()).toBe(2);
	});

	it.each([
		['nothing', '', 'truncated'],
		['a picture', '\x89PNG\r\n', 'not-carry'],
		['a file of another city', fileOf([], 'A'.repeat(43)), 'other-city']
	])('with %s says what it is', async (_, file, problem) => {
		const answer = await post(file);
		expect('data' in answer ? answer.data.problem : answer.problem).toBe(problem);
		expect(await countNeeds()).toBe(0);
	});

	it('that holds no file is refused', async () => {
		const request = new Request('http://plaza.example/es/carry?/bring', {
			method: 'POST',
			body: new URLSearchParams({ file: 'x' })
		});
		expect(await actions.bring({ request } as Event)).toMatchObject({ status: 400 });
	});
});
