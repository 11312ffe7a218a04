import { createHash, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	deriveSecrets,
	groupReceiptCode,
	hashSecret,
	makeReceiptCode,
	readReceiptCode,
	secretSchema
} from '../../src/lib/domain/receipt-code.ts';

const chance = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('a receipt code', () => {
	it('has sixteen signs that nobody confuses, for any 80 bits, and another for each', () => {
		fc.assert(
			fc.property(chance, chance, (one, other) => {
				expect(makeReceiptCode(one)).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
				const equal = Buffer.from(one).equals(Buffer.from(other));
				expect(makeReceiptCode(one) === makeReceiptCode(other)).toBe(equal);
			})
		);
		expect(makeReceiptCode(new Uint8Array(10))).toBe('0000000000000000');
		expect(makeReceiptCode(new Uint8Array(10).fill(255))).toBe('ZZZZZZZZZZZZZZZZ');
	});

	it('is read however a person types it', () => {
		fc.assert(
			fc.property(chance, (bits) => {
				const code = makeReceiptCode(bits);
				const grouped = groupReceiptCode(code);
				expect(grouped).toMatch(/^.{4} .{4} .{4} .{4}$/);
				for (const typed of [
					grouped,
					grouped.toLowerCase(),
					grouped.replaceAll(' ', ' - '),
					` ${code}\n`,
					code.replaceAll('0', 'o').replaceAll('1', 'l'),
					code.replaceAll('0', 'O').replaceAll('1', 'i'),
					`\u200f${grouped.replaceAll(' ', '\u00a0')}\u200e`,
					code.replace(/[0-9]/g, (digit) => String.fromCharCode(0x660 + Number(digit)))
				]) {
					expect(readReceiptCode(typed)).toBe(code);
				}
			})
		);
	});

	it('is not seen where there is none', () => {
		for (const typed of [
			'',
			'7ZJ4 Q0M2 RWTC',
			'7ZJ4 Q0M2 RWTC 9XKB 1',
			'7ZJ4 Q0M2 RWTC 9XKU',
			'!'.repeat(16)
		]) {
			expect(readReceiptCode(typed)).toBeUndefined();
		}
	});

	it('makes four secrets by HKDF-SHA256, as Node does', () => {
		const code = makeReceiptCode(new Uint8Array(10).fill(7));
		const secrets = deriveSecrets(code);
		for (const purpose of ['watch', 'withdraw', 'reply', 'media'] as const) {
			const expected = hkdfSync('sha256', code, 'plaza receipt code', purpose, 32);
			expect(secrets[purpose]).toBe(Buffer.from(expected).toString('base64url'));
			expect(v.is(secretSchema, secrets[purpose])).toBe(true);
		}
		expect(new Set(Object.values(secrets)).size).toBe(4);
	});

	it('shows the city only the hash of a secret', () => {
		const { watch } = deriveSecrets('0'.repeat(16));
		expect(hashSecret(watch)).toBe(createHash('sha256').update(watch).digest('base64url'));
	});
});
