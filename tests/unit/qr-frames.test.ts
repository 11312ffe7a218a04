/** A text that goes by codes comes out as it went in, or not at all. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/lib/domain/crc32.ts';
import {
	frameLength,
	framesOf,
	longestInCodes,
	longestInOneCode,
	takeCode,
	type Assembly
} from '../../src/lib/domain/qr-frames.ts';

const printable = fc.constantFrom(
	...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)),
	'\n'
);
const aText = (minLength: number, maxLength = longestInCodes) =>
	fc.string({ unit: printable, minLength, maxLength, size: 'max' });
const long = aText(longestInOneCode + 1, 12_000);

/** Shows codes to a camera, one after the other. */
function show(codes: string[], assembly: Assembly = []) {
	const texts: string[] = [];
	let unreadable = 0;
	for (const code of codes) {
		const read = takeCode(assembly, code);
		assembly = read.assembly;
		if ('text' in read) texts.push(read.text);
		if ('unreadable' in read) unreadable++;
	}
	return { assembly, texts, unreadable };
}

const framesOfLong = (text: string) => framesOf(text) ?? [];

it('a text that fits goes as one code', () => {
	fc.assert(
		fc.property(aText(0, longestInOneCode), (text) => {
			fc.pre(!text.startsWith('PLZ1.'));
			expect(framesOf(text)).toEqual([text]);
			expect(show([text]).texts).toEqual([text]);
		})
	);
});

it('a text that is too long does not go by codes', () => {
	expect(framesOf('a'.repeat(longestInCodes))).toHaveLength(
		Math.ceil(longestInCodes / frameLength)
	);
	expect(framesOf('a'.repeat(longestInCodes + 1))).toBeUndefined();
});

describe('the frames of a longer text', () => {
	it('are the same each time, few enough and small enough', () => {
		fc.assert(
			fc.property(long, (text) => {
				const frames = framesOfLong(text);
				expect(framesOf(text)).toEqual(frames);
				for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(frameLength + 30);
				expect(frames[0]).toMatch(/^PLZ1\.[\w-]{4}\.1\.\d+\.[0-9a-f]{8}\./);
			}),
			{ numRuns: 20 }
		);
	});

	it('come in any order, doubled, in any number of loops: the text is there once all were seen', () => {
		fc.assert(
			fc.property(long, fc.infiniteStream(fc.nat()), (text, chance) => {
				const frames = framesOfLong(text);
				const rest = new Set(frames);
				let assembly: Assembly = [];
				for (const number of chance) {
					const frame = frames[number % frames.length] ?? '';
					rest.delete(frame);
					const read = takeCode(assembly, frame);
					assembly = read.assembly;
					if (rest.size > 0)
						expect(read).toMatchObject({ seen: frames.length - rest.size, of: frames.length });
					else {
						expect(read).toEqual({ assembly: [], text });
						return;
					}
				}
			}),
			{ numRuns: 30 }
		);
	});

	it('of several phones side by side make each its own text', () => {
		fc.assert(
			fc.property(fc.uniqueArray(long, { minLength: 2, maxLength: 4 }), fc.nat(), (texts, seed) => {
				const all = texts.flatMap(framesOfLong);
				const mixed = all
					.map((frame, at) => ({ frame, key: (at * 7919 + seed) % 104_729 }))
					.sort((a, b) => a.key - b.key)
					.map(({ frame }) => frame);
				expect(show(mixed).texts.sort()).toEqual([...texts].sort());
			}),
			{ numRuns: 20 }
		);
	});

	it('go on after a stop, even when others were read meanwhile', () => {
		const frames = framesOfLong('a'.repeat(5000));
		const { assembly } = show(frames.slice(0, 3));
		const between = show(framesOfLong('b'.repeat(5000)).slice(1), assembly);
		expect(between.texts).toEqual([]);
		expect(show(frames.slice(3), between.assembly).texts).toEqual(['a'.repeat(5000)]);
	});

	it('that lack one give nothing', () => {
		fc.assert(
			fc.property(long, fc.nat(), (text, lost) => {
				const frames = framesOfLong(text);
				const some = frames.filter((_, at) => at !== lost % frames.length);
				expect(show([...some, ...some]).texts).toEqual([]);
			}),
			{ numRuns: 20 }
		);
	});

	it('that were read wrong are passed over, whatever is wrong with them', () => {
		fc.assert(
			fc.property(long, fc.nat(), fc.nat(), printable, (text, which, where, character) => {
				const frames = framesOfLong(text);
				const frame = frames[which % frames.length] ?? '';
				const at = 5 + (where % (frame.length - 5));
				fc.pre(frame[at] !== character);
				const wrong = frame.slice(0, at) + character + frame.slice(at + 1);
				const { texts, unreadable } = show([wrong, ...frames]);
				expect(unreadable).toBe(1);
				expect(texts).toEqual([text]);
			})
		);
	});

	it('of a forged set whose whole does not prove itself are thrown away, and the true ones are read after them', () => {
		const frames = framesOfLong('a'.repeat(5000));
		const [, set = '', n = ''] = /^PLZ1\.(....)\.1\.(\d+)/.exec(frames[0] ?? '') ?? [];
		const data = 'b'.repeat(frameLength);
		const forged = `PLZ1.${set}.1.${n}.${crc32(`${set}.1.${n}.${data}`)}.${data}`;
		const first = show([forged, ...frames.slice(1)]);
		expect(first).toMatchObject({ texts: [], unreadable: 1, assembly: [] });
		expect(show(frames, first.assembly).texts).toEqual(['a'.repeat(5000)]);
	});

	it.each([
		'PLZ1.',
		'PLZ1.abcd.0.2.00000000.x',
		'PLZ1.abcd.3.2.00000000.x',
		'PLZ1.abcd.1.999.00000000.x'
	])('are not looked for in %s', (code) => {
		expect(show([code])).toEqual({ assembly: [], texts: [], unreadable: 1 });
	});

	it('of very many texts fill no memory', () => {
		let assembly: Assembly = [];
		for (let count = 0; count < 100; count++) {
			const [first = ''] = framesOfLong(String(count).repeat(3000));
			assembly = takeCode(assembly, first).assembly;
		}
		expect(assembly.length).toBeLessThanOrEqual(4);
	});
});

it('the checksum is that of zip', () => {
	fc.assert(
		fc.property(aText(0, 300), (text) => {
			expect(parseInt(crc32(text), 16)).toBe(zlibCrc32(text));
		})
	);
});
