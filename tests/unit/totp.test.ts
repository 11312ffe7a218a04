import { describe, expect, test } from 'vitest';
import {
	base32,
	codeAt,
	counterAt,
	counterOf,
	newTotpSecret,
	readBase32,
	totpAddress
} from '../../src/lib/server/totp.ts';

const secret = Buffer.from('12345678901234567890');

describe('A code of an authenticator app', () => {
	// RFC 4226, appendix D
	test.each(
		[755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489].map(
			(code, counter): [number, number] => [counter, code]
		)
	)('of counter %d is as in RFC 4226', (counter, code) => {
		expect(codeAt(secret, counter)).toBe(String(code));
	});

	// RFC 6238, appendix B, SHA1
	test.each([
		[59, '94287082'],
		[1111111109, '07081804'],
		[1111111111, '14050471'],
		[1234567890, '89005924'],
		[2000000000, '69279037'],
		[20000000000, '65353130']
	])('at second %d is as in RFC 6238', (second, code) => {
		expect(codeAt(secret, counterAt(new Date(second * 1000)), 8)).toBe(code);
	});

	const now = new Date(2_000_000_000_000);
	const counter = counterAt(now);

	test('is good half a minute before and after, and not a minute', () => {
		const good = [-2, -1, 0, 1, 2].map((off) =>
			counterOf(secret, codeAt(secret, counter + off), now, 0)
		);
		expect(good).toEqual([undefined, counter - 1, counter, counter + 1, undefined]);
	});

	test('is good once: neither it nor an earlier one opens again', () => {
		const code = codeAt(secret, counter);
		expect(counterOf(secret, code, now, counter)).toBeUndefined();
		expect(counterOf(secret, codeAt(secret, counter - 1), now, counter)).toBeUndefined();
		expect(counterOf(secret, codeAt(secret, counter + 1), now, counter)).toBe(counter + 1);
	});

	test.each(['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦'])('%j is none', (typed) => {
		expect(counterOf(secret, typed, now, 0)).toBeUndefined();
	});

	test('may be typed with a space in it', () => {
		const code = codeAt(secret, counter);
		expect(counterOf(secret, `${code.slice(0, 3)} ${code.slice(3)}`, now, 0)).toBe(counter);
	});
});

describe('The secret', () => {
	// RFC 4648, chapter 10
	test.each([
		['', ''],
		['f', 'MY'],
		['fo', 'MZXQ'],
		['foo', 'MZXW6'],
		['foob', 'MZXW6YQ'],
		['fooba', 'MZXW6YTB'],
		['foobar', 'MZXW6YTBOI']
	])('%j is %s in base32, there and back', (text, letters) => {
		expect(base32(Buffer.from(text))).toBe(letters);
		expect(readBase32(letters.toLowerCase())?.toString()).toBe(text);
	});

	test('has 160 bits, and is another one each time', () => {
		expect(readBase32(newTotpSecret())).toHaveLength(20);
		expect(newTotpSecret()).not.toBe(newTotpSecret());
		expect(readBase32('no base32!')).toBeUndefined();
	});

	test('is an address that an app reads, whatever the city is called', () => {
		const address = new URL(totpAddress('MZXW6', 'L’Aquila: 1 & 2', 'ana+1@city.example'));
		expect(decodeURIComponent(address.pathname)).toContain('L’Aquila: 1 & 2:ana+1@city.example');
		expect([...address.searchParams]).toEqual([
			['secret', 'MZXW6'],
			['issuer', 'L’Aquila: 1 & 2']
		]);
	});
});
