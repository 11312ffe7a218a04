/** The door for carry files that a program brings. */
import { randomBytes } from 'node:crypto';
import { readResults } from '../../src/lib/domain/carry-results.ts';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { carryText, largestCarryFile } from '../../src/lib/domain/carry-file.ts';
import { canonicalText, fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { isReceiptFor } from '../../src/lib/domain/receipt.ts';
import { sealFor } from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { keySet } from '../../src/lib/server/keys.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import { newKeys } from './invented.ts';
import { photo, voice } from './media-made.ts';
import {
	test,
	door,
	root,
	type Told,
	told,
	fileOf,
	countNeeds,
	openCarrying
} from './carry-files.ts';

openCarrying();

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

	it('brings the rest of a voice of which the phone itself had brought a part', async () => {
		const one = await told('Mira', [voice]);
		await bring(fileOf([{ ...one, media: [] }]));
		const part = Buffer.from(one.media[0] ?? []).subarray(0, 1000);
		const { sha256 = '' } = one.letter.media[0] ?? {};
		await receivePiece(door.city.door.media, sha256, 0, part);
		expect((await bring(fileOf([one]))).results).toMatchObject([{ result: 'duplicate' }]);
		const rows = await test.db.selectFrom('media').select('arrived_at').execute();
		expect(rows).toEqual([{ arrived_at: expect.any(Date) }]);
	});

	it('that ends with its last letter, and no line end, brings that letter', async () => {
		const file = fileOf([await told('Luz'), await told('Agua')]);
		const cut = file.slice(0, file.indexOf('\n{"end"'));
		expect(await bring(cut)).toMatchObject({
			problem: 'truncated',
			results: [{ result: 'accepted' }, { result: 'accepted' }]
		});
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
