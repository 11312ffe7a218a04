import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	canonicalText,
	fingerprint,
	fromBase64Url,
	hashText,
	toBase64Url
} from '../../src/lib/domain/fingerprint.ts';

describe('canonical JSON (RFC 8785)', () => {
	it('is that of the example in section 3.2.2', () => {
		const example = JSON.parse(String.raw`{
			"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
			"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
			"literals": [null, true, false]
		}`) as unknown;
		expect(canonicalText(example)).toBe(
			String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`
		);
	});

	it('sorts as the example in section 3.2.3: by UTF-16 units, not by code points', () => {
		const example = JSON.parse(String.raw`{
			"\u20ac": "Euro Sign",
			"\r": "Carriage Return",
			"\ufb33": "Hebrew Letter Dalet With Dagesh",
			"1": "One",
			"\ud83d\ude00": "Emoji: Grinning Face",
			"\u0080": "Control",
			"\u00f6": "Latin Small Letter O With Diaeresis"
		}`) as Record<string, string>;
		const order = [...canonicalText(example).matchAll(/:"([^"]*)"/g)].map(([, name]) => name);
		expect(order).toEqual([
			'Carriage Return',
			'One',
			'Control',
			'Latin Small Letter O With Diaeresis',
			'Euro Sign',
			'Emoji: Grinning Face',
			'Hebrew Letter Dalet With Dagesh'
		]);
	});

	// appendix B: IEEE 754 bits and the text that stands for them
	const numbers: [string, string][] = [
		['0000000000000000', '0'],
		['8000000000000000', '0'],
		['0000000000000001', '5e-324'],
		['8000000000000001', '-5e-324'],
		['7fefffffffffffff', '1.7976931348623157e+308'],
		['ffefffffffffffff', '-1.7976931348623157e+308'],
		['4340000000000000', '9007199254740992'],
		['c340000000000000', '-9007199254740992'],
		['4430000000000000', '295147905179352830000'],
		['44b52d02c7e14af5', '9.999999999999997e+22'],
		['44b52d02c7e14af6', '1e+23'],
		['44b52d02c7e14af7', '1.0000000000000001e+23'],
		['444b1ae4d6e2ef4e', '999999999999999700000'],
		['444b1ae4d6e2ef4f', '999999999999999900000'],
		['444b1ae4d6e2ef50', '1e+21'],
		['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
		['3eb0c6f7a0b5ed8d', '0.000001'],
		['41b3de4355555553', '333333333.3333332'],
		['41b3de4355555554', '333333333.33333325'],
		['41b3de4355555555', '333333333.3333333'],
		['41b3de4355555556', '333333333.3333334'],
		['41b3de4355555557', '333333333.33333343'],
		['becbf647612f3696', '-0.0000033333333333333333'],
		['43143ff3c1cb0959', '1424953923781206.2']
	];
	it.each(numbers)('writes the number with the bits %s as %s', (bits, text) => {
		expect(canonicalText(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
	});

	it('refuses what JSON cannot hold', () => {
		const halves = ['\ud800', 'a\udc00b', { '\ud83d': 1 }, ['\ude00\ud83d']];
		for (const value of [NaN, Infinity, undefined, () => 1, 1n, Symbol('x'), ...halves]) {
			expect(() => canonicalText(value)).toThrow(TypeError);
		}
	});

	it('is one text for one value, in whatever order its members were made', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
				// fast-check can make half characters, which are refused
				fc.pre(JSON.stringify(value).isWellFormed() && !/\\ud[89a-f]/.test(JSON.stringify(value)));
				const text = canonicalText(value);
				expect(canonicalText(shuffled(value))).toBe(text);
				expect(canonicalText(JSON.parse(text))).toBe(text);
				expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
			})
		);
	});

	it('leaves out members that are undefined', () => {
		expect(canonicalText({ b: undefined, a: 1 })).toBe('{"a":1}');
	});
});

describe('a fingerprint', () => {
	it('is the sha256 of the canonical JSON', () => {
		const expected = createHash('sha256').update('{"a":"ñ🙂","b":1}').digest('base64url');
		expect(fingerprint({ b: 1, a: 'ñ🙂' })).toBe(expected);
	});

	it('of a text is that of its UTF-8, for any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(hashText(text)).toBe(createHash('sha256').update(text).digest('base64url'));
			})
		);
	});
});

it('writes bytes as base64url and reads them back', () => {
	fc.assert(
		fc.property(fc.uint8Array(), (bytes) => {
			expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
			expect([...fromBase64Url(toBase64Url(bytes))]).toEqual([...bytes]);
		})
	);
	expect(() => fromBase64Url('*')).toThrow();
});

function shuffled(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(shuffled);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.toReversed()
			.map(([name, member]) => [name, shuffled(member)])
	);
}
