/** A challenge says what people need, and names no solution. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpenOn, isPart, longestPart } from '../../src/lib/domain/challenge.ts';
import { languages } from '../../src/lib/domain/language.ts';
import { solutionWords } from '../../src/lib/domain/solution-words.ts';

describe('words that name a solution', () => {
	it.each([
		['en', 'An app, or a new Website with forms', ['app', 'Website', 'forms']],
		['en', 'to know when the doctor has time, and to be informed', []],
		['es', 'una aplicación o un curso para pedir cita', ['aplicación', 'curso']],
		['es', 'saber cuándo tiene hora el médico en su campo', []],
		['ca', 'Un Taller i una aplicació', ['Taller', 'aplicació']],
		['it', 'un sito, dei totem', ['sito', 'totem']],
		['fr', 'une borne et un dépliant', ['borne', 'dépliant']],
		['nl', 'een website en een cursus', ['website', 'cursus']],
		['pt', 'um aplicativo e um robô', ['aplicativo', 'robô']],
		['ar', 'يريدون التطبيق وموقع البلدية', ['التطبيق', 'وموقع']],
		['ar', 'معرفة متى يوجد موعد عند الطبيب', []]
	] as const)('are found in %s: %s', (lang, text, found) => {
		expect(solutionWords(text, lang)).toEqual(found);
	});

	it('are words of the text itself, each once, whatever is typed', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...languages), (text, lang) => {
				const found = solutionWords(`${text} app app`, lang);
				expect(new Set(found).size).toBe(found.length);
				for (const word of found) expect(`${text} app app`).toContain(word);
			})
		);
	});
});

describe('a part of a challenge', () => {
	it('has something to read, and fits on a card', () => {
		expect(isPart('x'.repeat(longestPart))).toBe(true);
		expect(isPart('x'.repeat(longestPart + 1))).toBe(false);
		expect(isPart(' \u200b\n')).toBe(false);
	});
});

describe('a challenge', () => {
	it('is open on its last day, and without a day until it is closed', () => {
		expect(isOpenOn({ until: '2026-05-04' }, '2026-05-04')).toBe(true);
		expect(isOpenOn({ until: '2026-05-04' }, '2026-05-05')).toBe(false);
		expect(isOpenOn({ until: null }, '2036-05-05')).toBe(true);
	});
});
