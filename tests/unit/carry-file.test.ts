/** A carry file gives whole letters and media or none, tells what is the matter with it, and never breaks its reader. */
import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	carryFileName,
	carryText,
	CarryWriter,
	largestCarryFile,
	mostLetters,
	pieceLength
} from '../../src/lib/domain/carry-file.ts';
import { CarryReader, isRefused, type CarryItem } from '../../src/lib/domain/carry-reader.ts';
import { resultsFileName, resultsText } from '../../src/lib/domain/carry-results.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import { canonicalText, toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { longestInOneCode } from '../../src/lib/domain/qr-frames.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { sealFor } from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';

const root = toBase64Url(randomBytes(32));
const id = () => makeId(Date.now(), randomBytes(10));
const aLetter = (media: Sealed['media'] = []): Sealed => ({
	id: id(),
	sealed: 'eyJhIjoxfQ..bm9uY2U.d29yZHM.dGFn',
	media
});
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64url');

function aFile(letters: Sealed[], media: Uint8Array<ArrayBuffer>[] = []): Buffer {
	const writer = new CarryWriter();
	return Buffer.from(
		[
			writer.header(root),
			...letters.map((letter) => writer.letter(letter)),
			...media.flatMap((bytes) => [...writer.media(hashOf(bytes), bytes)]),
			writer.end()
		].join('')
	);
}

function read(file: Uint8Array, of: string | undefined = root, slices = [file.length]) {
	const reader = new CarryReader(of);
	const items: CarryItem[] = [];
	let at = 0;
	for (const length of slices) {
		items.push(...reader.read(file.subarray(at, at + length)));
		at += length;
	}
	items.push(...reader.read(file.subarray(at)), ...reader.end());
	return {
		letters: items.flatMap((item) => ('letter' in item ? [item.letter] : [])),
		pieces: items.flatMap((item) => ('piece' in item ? [item.piece] : [])),
		problem: reader.problem
	};
}

describe('a whole carry file', () => {
	it('gives back its letters and the bytes of its media, however it is cut into reads', () => {
		const photo = new Uint8Array(randomBytes(2 * pieceLength + 77));
		const letters = [aLetter(), aLetter([{ sha256: hashOf(photo), size: photo.length }])];
		const file = aFile(letters, [photo]);
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 8 }), (slices) => {
				const got = read(file, root, slices);
				expect(got.problem).toBeUndefined();
				expect(got.letters).toEqual(letters);
				expect(got.pieces.map(({ at }) => at)).toEqual([0, pieceLength, 2 * pieceLength]);
				expect(Buffer.concat(got.pieces.map(({ bytes }) => bytes))).toEqual(Buffer.from(photo));
			}),
			{ numRuns: 20 }
		);
	});

	it('may have nothing in it, and may be read by a phone that has met no city yet', () => {
		expect(read(aFile([]))).toEqual({ letters: [], pieces: [], problem: undefined });
		const reader = new CarryReader(undefined);
		expect(reader.read(aFile([aLetter()]))).toHaveLength(1);
		expect(reader.problem).toBeUndefined();
	});

	it('is named by the day', () => {
		expect(carryFileName('2026-03-01')).toBe('plaza-2026-03-01.plaza');
		expect(resultsFileName('2026-03-01')).toBe('plaza-results-2026-03-01.plaza');
	});
});

describe('a carry file that is not whole', () => {
	const photo = new Uint8Array(randomBytes(300));
	const letters = [aLetter(), aLetter(), aLetter([{ sha256: hashOf(photo), size: 300 }])];
	const file = aFile(letters, [photo]);

	it('says so when it is cut at any byte, and gives what was whole before', () => {
		const ends = letters.map((letter) => file.indexOf(letter.id) + JSON.stringify(letter).length);
		for (let length = 0; length < file.length - 1; length++) {
			const got = read(file.subarray(0, length));
			expect([length, got.problem]).toEqual([length, 'truncated']);
			expect(got.letters).toEqual(letters.slice(0, got.letters.length));
			const whole = ends.filter((end) => end < length - '"}}'.length).length;
			expect(got.letters.length).toBeGreaterThanOrEqual(whole);
		}
		// the last line end may be missing
		expect(read(file.subarray(0, -1)).problem).toBeUndefined();
	});

	it('is never taken for whole when any byte of it is another, and what is not changed is given', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: file.length - 2 }),
				fc.integer({ min: 1, max: 255 }),
				(at, by) => {
					const changed = Buffer.from(file);
					changed[at] = (changed[at] ?? 0) ^ by;
					const got = read(changed);
					expect(got.problem).toBeDefined();
					const known = got.letters.filter((letter) =>
						letters.some((each) => JSON.stringify(each) === JSON.stringify(letter))
					);
					// without its line end a letter runs into the next
					const joined = file[at] === '\n'.charCodeAt(0) ? 1 : 0;
					if (!isRefused(got.problem)) expect(known.length).toBeGreaterThanOrEqual(2 - joined);
				}
			)
		);
	});

	it.each<[string, (text: string) => string, string, number]>([
		['with a letter taken out', (text) => text.replace(/.*\n(?=.*\n.*\n.*\n$)/, ''), 'edited', 2],
		['with a line of something else', (text) => text.replace('\n', '\n{"x":1}\n'), 'edited', 3],
		['with line ends of Windows', (text) => text.replaceAll('\n', '\r\n'), 'edited', 3],
		['with a mark of Windows before it', (text) => `\ufeff${text}`, 'edited', 3],
		['with more after its end', (text) => text + text, 'edited', 3],
		['of a newer version', (text) => text.replace('"v":1', '"v":2'), 'newer', 0],
		['that is a page', () => '<!doctype html>\n<p>Hello</p>\n', 'not-carry', 0],
		['that is one endless line', () => 'a'.repeat(1_000_000), 'not-carry', 0],
		['that is a list', () => '[]\n', 'not-carry', 0],
		['that is something else of Plaza', () => resultsText([]), 'not-carry', 0],
		[
			'that is of a version that never was',
			(text) => text.replace('"v":1', '"v":0'),
			'not-carry',
			0
		]
	])('%s is told apart', (_, change, problem, count) => {
		const got = read(Buffer.from(change(file.toString())));
		expect(got.problem).toBe(problem);
		expect(got.letters).toHaveLength(count);
	});

	it('of another city gives nothing', () => {
		const got = read(file, toBase64Url(randomBytes(32)));
		expect(got).toEqual({ letters: [], pieces: [], problem: 'other-city' });
	});

	it('of any bytes at all breaks nothing', () => {
		const line = fc.oneof(
			fc.string(),
			fc.json(),
			fc.constant(`{"plaza":"carry","v":1,"root":"${root}"}`),
			fc.constant(JSON.stringify({ letter: letters[0] })),
			fc.constant('['.repeat(100_000)),
			fc.constant('{"__proto__":{"letter":1}}')
		);
		const anything = fc.oneof(
			fc.uint8Array({ maxLength: 2000 }),
			fc.array(line, { maxLength: 6 }).map((lines) => Buffer.from(lines.join('\n')))
		);
		fc.assert(
			fc.property(anything, (bytes) => {
				const { problem, letters: got } = read(bytes);
				expect(problem).toBeDefined();
				expect(got.length).toBeLessThanOrEqual(6);
			})
		);
	});

	it('of 200 MB is stopped at its limit in little memory, and its letters are given', () => {
		const reader = new CarryReader(root);
		const start = file.subarray(0, file.lastIndexOf('{"end"'));
		let given = reader.read(start).length;
		const noise = Buffer.alloc(1024 * 1024, 'a');
		const before = process.memoryUsage().rss;
		for (let megabyte = 0; megabyte < 200; megabyte++) given += reader.read(noise).length;
		expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
		expect(reader.isStopped).toBe(true);
		expect(reader.end()).toEqual([]);
		expect(reader.problem).toBe('too-large');
		expect(given).toBe(4);
		expect(largestCarryFile).toBe(64 * 1024 * 1024);
	});

	it('of more letters than anybody carries is stopped', () => {
		const letter = aLetter();
		const got = read(aFile(Array.from({ length: mostLetters + 1 }, () => letter)));
		expect(got.problem).toBe('too-large');
		expect(got.letters).toHaveLength(mostLetters);
	});
});

describe('one need of 200 characters without media', () => {
	it.each([
		['es', 'Falta una rampa en la biblioteca. '],
		['ar', 'لا يوجد منحدر في المكتبة. ']
	])('in %s goes into one code', async (lang, words) => {
		const form = {
			topic: 'access',
			words: words.repeat(9).slice(0, 200),
			place: 'el-raval',
			publish: true,
			from: { lesson: 'scam-messages/parcel-fee', step: 'end' }
		} as const;
		const identity = { id: id(), code: makeReceiptCode(randomBytes(10)) };
		const envelope = makeEnvelope(form, lang, identity);
		const key = { ...(await cryptography.makeKey()), kid: root };
		const sealed = await sealFor(cryptography, key, canonicalText(envelope));
		const text = carryText(root, [{ id: envelope.id, sealed, media: [] }]);
		expect(text.length).toBeLessThan(1700);
		expect(text.length).toBeLessThanOrEqual(longestInOneCode);
	});
});
