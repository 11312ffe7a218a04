/** Hard words: found in sentences wherever they are whole words, and explained in words that are easier. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages, type Language } from '../../src/lib/domain/language.ts';
import type { Step } from '../../src/lib/domain/lesson.ts';
import {
	meaningsIn,
	placesIn,
	readGlossary,
	unusedForms
} from '../../src/lib/server/lesson-markdown/glossary.ts';
import { formatMistake } from '../../src/lib/server/lesson-markdown/mistake.ts';
import { getLesson, listModules } from '../../src/lib/server/lessons.ts';
import { cutAtWords } from '../../src/lib/ui/learn/meanings.ts';

const pictures = new Set(['mail', 'code']);

function glossaryOf(lang: Language, words: Record<string, string[]>) {
	const text = JSON.stringify(
		Object.fromEntries(
			Object.entries(words).map(([id, forms]) => [
				id,
				{ forms, picture: 'mail', meaning: 'It is this.' }
			])
		)
	);
	const { glossary, mistakes } = readGlossary(text, `glossary/${lang}.yaml`, lang, pictures);
	expect(mistakes).toEqual([]);
	return glossary;
}

/** The words found in a sentence, each marked. */
function found(lang: Language, words: Record<string, string[]>, sentence: string): string {
	const places = placesIn([sentence], glossaryOf(lang, words));
	return cutAtWords(sentence, places)
		.map(({ text, word }) => (word === undefined ? text : `[${text}]`))
		.join('');
}

describe('a known word', () => {
	it.each<[Language, Record<string, string[]>, string]>([
		[
			'en',
			{ link: ['link'] },
			'A [Link] opens it. [link]! Links and blinking do not, nor link-up.'
		],
		['en', { mail: ['mail'] }, 'No e-mail, no mail.example, no a@mail; but [mail], and “[mail]”.'],
		['en', { app: ['app'], map: ['map app'] }, 'The [map app] is an [app].'],
		['es', { code: ['código'] }, 'El [código] no es un codigo ni los códigos.'],
		['fr', { app: ['appli'] }, "L’[appli] et l'[appli]."],
		['ca', { link: ['enllaç'] }, "L'[enllaç] i enllaçar."],
		[
			'ar',
			{ link: ['رابط'] },
			'[رابط] و[الرابط]'.replace('و[', '[و') + ' [بالرابط] [للرابط] روابط مرابط'
		],
		['nl', { code: ['pin'] }, '[Pin], pinpas, [PIN]']
	])('in %s is found whole, with what belongs to it, and nowhere else', (lang, words, marked) => {
		expect(found(lang, words, marked.replace(/[[\]]/g, ''))).toBe(marked);
	});

	it('in any sentence is cut out so that nothing of the sentence is lost', () => {
		const glossary = glossaryOf('en', { a: ['ab', 'a b'], c: ['c'] });
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('a', 'b', 'c', ' ', '-', '.', 'é'), { maxLength: 30 }),
				(letters) => {
					const sentence = letters.join('');
					const places = placesIn([sentence], glossary);
					const pieces = cutAtWords(sentence, places);
					expect(pieces.map(({ text }) => text).join('')).toBe(sentence);
					for (const { from, to } of places) {
						expect(sentence.slice(from, to)).toMatch(/^(ab|a b|c)$/);
						expect(sentence[from - 1] ?? ' ').toMatch(/[ .-]/);
						expect(sentence[to] ?? ' ').toMatch(/[ .-]/);
					}
				}
			)
		);
	});

	it('can be tapped once on each screen, and only meanings that are used come with the lesson', () => {
		const step = (id: string, ...sentences: string[]): Step => ({
			kind: 'show',
			id,
			title: 'The code',
			sentences,
			picture: 'mail'
		});
		const glossary = glossaryOf('en', { code: ['code', 'codes'], mail: ['mail'] });
		const { steps, meanings } = meaningsIn(
			[
				step('one', 'No code.', 'Codes, a code.'),
				step('two', 'A code.'),
				step('three', 'Nothing.')
			],
			glossary
		);
		expect(steps.map(({ words }) => words)).toEqual([
			[{ sentence: 0, from: 3, to: 7, word: 'code' }],
			[{ sentence: 0, from: 2, to: 6, word: 'code' }],
			undefined
		]);
		expect(Object.keys(meanings ?? {})).toEqual(['code']);
	});
});

describe('a mistake in a glossary names its file and line', () => {
	const entry = (forms: string, picture = 'mail', meaning = 'It is this.') =>
		`  forms: [${forms}]\n  picture: ${picture}\n  meaning: '${meaning}'\n`;
	it.each([
		[
			'two entries with one form',
			`a:\n${entry("'code'")}b:\n${entry("'Code'")}`,
			/^g:6: "Code" is a form of "a" already$/
		],
		[
			'a long sentence',
			`a:\n${entry("'x'", 'mail', 'One two three four five six seven eight nine ten eleven twelve thirteen.')}`,
			/^g:4: 13 words in/
		],
		[
			'three sentences',
			`a:\n${entry("'x'", 'mail', 'One. Two. Three.')}`,
			/^g:4: 3 sentences here: write at most 2$/
		],
		[
			'a picture that is not there',
			`a:\n${entry("'x'", 'nothing')}`,
			/^g:3: there is no picture "nothing"$/
		],
		['a word that blames', `a:\n${entry("'x'", 'mail', 'It is wrong.')}`, /^g:4: "wrong" blames/],
		['no form', `a:\n${entry('')}`, /^g:2: a\.forms: write the word/]
	])('%s', (_, text, line) => {
		expect(readGlossary(text, 'g', 'en', pictures).mistakes.map(formatMistake)[0]).toMatch(line);
	});

	it('a form that no lesson says', () => {
		const glossary = glossaryOf('en', { scam: ['scam', 'scamming'] });
		const lesson = getLesson('en', 'scam-messages', 'parcel-fee');
		const unused = unusedForms(glossary, lesson ? [lesson] : [], 'glossary/en.yaml');
		expect(unused.map(formatMistake)).toEqual([
			'glossary/en.yaml:1: no lesson says "scamming" in its sentences: take it out here'
		]);
	});
});

describe('the words of the lessons', () => {
	it('are explained in every language, most of them in those in which lessons are first written', () => {
		for (const lang of languages) {
			const known = new Set(
				listModules(lang).flatMap(({ slug, lessons }) =>
					lessons.flatMap((stub) => Object.keys(getLesson(lang, slug, stub.slug)?.meanings ?? {}))
				)
			);
			expect(known.size, lang).toBeGreaterThanOrEqual(lang === 'en' || lang === 'es' ? 40 : 10);
		}
	});

	it('open a meaning that came with the lesson, at a place that is in its sentence', () => {
		for (const lang of languages) {
			for (const { slug, lessons } of listModules(lang)) {
				for (const stub of lessons) {
					const lesson = getLesson(lang, slug, stub.slug);
					for (const { words = [], sentences } of lesson?.steps ?? []) {
						for (const { sentence, from, to, word } of words) {
							expect(lesson?.meanings).toHaveProperty(word);
							expect(sentences[sentence]?.slice(from, to).length).toBe(to - from);
						}
					}
				}
			}
		}
	});
});
