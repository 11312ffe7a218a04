import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { idFromBytes, idSchema, makeId } from '../../src/lib/domain/id.ts';

const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('an id', () => {
	it('is a UUIDv7 that begins with its hour (RFC 9562, appendix A.6)', () => {
		const id = makeId(
			0x017f22e279b0,
			Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
		);
		expect(id).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
	});

	it('is valid and in the order of time, for any clock and any chance', () => {
		const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });
		fc.assert(
			fc.property(instant, instant, random, random, (a, b, chanceA, chanceB) => {
				const [first, second] = [makeId(a, chanceA), makeId(b, chanceB)];
				expect(v.is(idSchema, first)).toBe(true);
				expect(first[14]).toBe('7');
				expect('89ab').toContain(first[19]);
				if (a < b) expect(first < second).toBe(true);
			})
		);
	});

	it('can be made while the clock stands before 1970 or beyond all years', () => {
		for (const now of [-1, -8.64e15, 2 ** 60, 0.5]) {
			expect(v.is(idSchema, makeId(now, new Uint8Array(10)))).toBe(true);
		}
	});

	it('of version 8 is made of bytes', () => {
		const id = idFromBytes(new Uint8Array(32).fill(255), 8);
		expect(id).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff');
	});

	it('is nothing else', () => {
		for (const text of [
			'',
			'x',
			'017f22e2-79b0-7cc3-98c4-dc0c0c07398F',
			`017f22e279b07cc398c4dc0c0c07398f`
		]) {
			expect(v.is(idSchema, text)).toBe(false);
		}
	});
});
