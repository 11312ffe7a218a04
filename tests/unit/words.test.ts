import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isInstant } from '../../src/lib/domain/instant.ts';
import { isBlank, lengthOf, tidyWords, wordsSchema } from '../../src/lib/domain/words.ts';

const anyText = fc.string({ unit: 'binary' });

describe('words', () => {
	it('are blank when there is nothing to read', () => {
		for (const words of [
			'',
			' ',
			'\n\t\r',
			'\u00a0\u2003\u3000',
			'\u200b\u200d\ufeff\u2060',
			'\u2800\u3164'
		]) {
			expect(isBlank(words)).toBe(true);
		}
	});

	it('are not blank with a single sign, an emoji or an Arabic letter', () => {
		for (const words of ['a', '.', '0', '🙂', 'ع', ' e\u0301 ', '👩🏽‍🦽'])
			expect(isBlank(words)).toBe(false);
	});

	it('are counted as a person counts', () => {
		expect(lengthOf('🙂'.repeat(2000))).toBe(2000);
		expect(v.is(wordsSchema, '🙂'.repeat(2000))).toBe(true);
		expect(v.is(wordsSchema, 'a'.repeat(2001))).toBe(false);
	});

	it('are made ready to send, whatever a form gives, without a change to what can be read', () => {
		fc.assert(
			fc.property(anyText, (typed) => {
				const words = tidyWords(typed);
				if (lengthOf(words) <= 2000) expect(v.is(wordsSchema, words)).toBe(true);
				expect(tidyWords(words)).toBe(words);
			})
		);
		expect(tidyWords(' línea\r\nnueva\u0000 😀\t ')).toBe('línea\nnueva 😀');
		expect(tidyWords('a\ud83db')).toBe('a\ufffdb');
	});

	it('with control characters or half a character are refused', () => {
		for (const words of [
			'a\u0000',
			'\u0007',
			'\u001b[31m',
			'a\u007f',
			'a\r\nb',
			'\ud800',
			'\udc00a'
		]) {
			expect(v.is(wordsSchema, words)).toBe(false);
		}
	});
});

describe('an instant', () => {
	it('is any real moment with its zone, in 1970, in 2999 and far from both', () => {
		for (const text of [
			'1970-01-01T00:00:00Z',
			'2999-12-31T23:59:59.999+14:00',
			'2024-02-29T12:00-0930',
			'0001-01-01T00:00:00Z',
			'2016-12-31T23:59:60Z',
			'+275760-09-13T00:00:00.000Z'
		]) {
			expect(isInstant(text)).toBe(true);
		}
	});

	it('is no other text', () => {
		for (const text of [
			'',
			'yesterday',
			'2024-02-30T00:00:00Z',
			'2023-02-29T00:00:00Z',
			'2024-13-01T00:00:00Z',
			'2024-00-01T00:00:00Z',
			'2024-01-01T24:00:00Z',
			'2024-01-01T10:60:00Z',
			'2024-01-01T10:00:61Z',
			'2024-01-01T10:00:00',
			'2024-01-01',
			'2024-01-01T10:00:00Z\n',
			'2024-01-01T10:00:00+25:00',
			'1e9'
		]) {
			expect(isInstant(text), text).toBe(false);
		}
	});

	it('is whatever any phone writes', () => {
		fc.assert(
			fc.property(fc.date({ noInvalidDate: true }), (date) => {
				expect(isInstant(date.toISOString())).toBe(true);
			})
		);
	});
});
