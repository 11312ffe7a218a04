/** Swap fields: a lesson speaks of the city in which it is learnt, and stays a lesson. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentFiles } from '../../scripts/content-files.ts';
import { languages } from '../../src/lib/domain/language.ts';
import {
	mostCharacters,
	mostSwapWords,
	swapsSchema,
	swapValues,
	type Swaps
} from '../../src/lib/domain/swap-fields.ts';
import { readLesson } from '../../src/lib/server/lesson-markdown.ts';
import { formatMistake } from '../../src/lib/server/lesson-markdown/mistake.ts';
import { readSwapFile } from '../../src/lib/server/lesson-markdown/swap.ts';
import { defaultSwaps } from '../../src/lib/server/default-swaps.ts';
import { getLesson, listModules, swapProblem } from '../../src/lib/server/lessons.ts';
import * as v from 'valibot';

const yaml = contentFiles().get('swap-fields.yaml') ?? '';
const inAll = (name: string) => Object.fromEntries(languages.map((lang) => [lang, name]));
const site = fc
	.array(fc.stringMatching(/^[a-z0-9]{1,9}$/), { minLength: 2, maxLength: 4 })
	.map((parts) => parts.join('.'));

describe('a city with words of its own', () => {
	const swaps: Swaps = {
		office: { en: 'Citizen desk', es: 'Mostrador vecinal' },
		phone: '+34 600 000 000',
		address: 'Calle Mayor 5',
		site: 'mi-ciudad.gob'
	};

	it('reads them in its lessons and in their practices', () => {
		const lesson = getLesson('en', 'book-appointment', 'check-and-change', swaps);
		const text = JSON.stringify(lesson);
		expect(text).toContain('Citizen desk: +34 600 000 000');
		expect(text).toContain('Citizen desk, +34 600 000 000, Calle Mayor 5');
		expect(text).toContain('Citizen desk of Puente Azul');
		expect(text).not.toContain('City office');
	});

	it('reads its site beside one that only looks like it', () => {
		const text = JSON.stringify(getLesson('es', 'city-online', 'real-city-site', swaps));
		expect(text).toContain('mi-ciudad.gob/bus');
		expect(text).toContain('mi-c1udad.example');
		expect(text).toContain('mi-ciudad-ayuda.example');
		expect(text).not.toContain('puente-azul');
	});

	it('reads the lessons as they are where it gave nothing', () => {
		const lesson = getLesson('nl', 'book-appointment', 'check-and-change', swaps);
		expect(JSON.stringify(lesson)).toContain('Stadskantoor: +34 600 000 000');
		expect(getLesson('en', 'book-appointment', 'check-and-change', {})).toBe(
			getLesson('en', 'book-appointment', 'check-and-change')
		);
	});

	it('keeps every lesson, step and picture that there was', () => {
		for (const lang of languages) {
			const shape = (of: Swaps) =>
				listModules(lang, of).flatMap(({ slug, picture, lessons }) =>
					lessons.map((stub) => [
						picture,
						{ ...stub, title: '' },
						getLesson(lang, slug, stub.slug, of)?.steps.map(({ id, picture }) => [id, picture])
					])
				);
			expect(shape(swaps)).toEqual(shape({}));
		}
	});
});

describe('a value', () => {
	it('as long as it may be leaves every lesson in every language a lesson', async () => {
		const words = (field: 'office' | 'city' | 'address') =>
			Array.from({ length: mostSwapWords[field] }, (_, n) => 'Wxyz'.slice(0, 3) + String(n))
				.join(' ')
				.padEnd(mostCharacters[field], 'w');
		const longest = {
			office: inAll(words('office')),
			city: inAll(words('city')),
			phone: '+00 0000 0000 000 00',
			address: words('address'),
			site: `${'w'.repeat(mostCharacters.site - 3)}.ww`
		};
		expect(v.parse(swapsSchema, longest)).toEqual(longest);
		expect(await swapProblem(longest)).toBeUndefined();
	});

	it('that gives two things one name is refused, with the lesson that it spoils', async () => {
		expect(await swapProblem({ city: inAll('Rio Claro') })).toEqual({
			field: 'city',
			lang: 'en',
			title: getLesson('en', 'search', 'say-or-write')?.title
		});
		const { city } = v.parse(swapsSchema, { city: { en: 'Rio Claro' } });
		expect(await swapProblem({ phone: '+00 555 0101', city: city ?? {} })).toMatchObject({
			field: 'city'
		});
	});

	it.each<[keyof Swaps, unknown]>([
		['office', { en: 'x'.repeat(41) }],
		['office', { en: 'one two three four five' }],
		['office', { en: 'City {picture=x}' }],
		['office', { en: '[[phone]]' }],
		['office', { en: '...' }],
		['city', { xx: 'City' }],
		['phone', 'call us'],
		['site', 'my city'],
		['site', 'city.example/page'],
		['address', 'Street\u202e 5']
	])('of %s that is not short and plain is none: %j', (field, value) => {
		expect(v.safeParse(swapsSchema, { [field]: value }).success).toBe(false);
	});

	it('of the site is taken as a person copies it', () => {
		expect(v.parse(swapsSchema, { site: ' https://www.Mi-Ciudad.gob/ ' })).toEqual({
			site: 'mi-ciudad.gob'
		});
	});

	it('of the site never looks like itself, and what looks like it belongs to nobody', () => {
		fc.assert(
			fc.property(site, (own) => {
				const values = swapValues('en', {}, { site: own });
				expect(values['look-alike']).not.toBe(own);
				expect(values['look-alike']).toMatch(/\.example$/);
				expect(values['look-alike']).not.toBe(`${values['site-name']}.example`);
			})
		);
	});
});

describe('an author who makes a mistake', () => {
	const pictures = new Set(['city']);

	it('with the name of a field hears where it is and which there are', () => {
		const text = '# A title\n\n## One {#one show picture=city}\n\nGo to [[ofice]].';
		const { mistakes } = readLesson(
			text,
			'a/en.md',
			'en',
			pictures,
			swapValues('en', defaultSwaps)
		);
		expect(mistakes.map(formatMistake)).toContain(
			'a/en.md:5: "[[ofice]]" is no swap field: write one of office, city, phone, address, site, site-name, look-alike'
		);
	});

	it('with a value that no language has hears in which file to write it', () => {
		const { mistakes } = readSwapFile(yaml.replace(/^ {2}pt: 'Posto.*\n/m, ''), languages);
		expect(mistakes.map(formatMistake)).toEqual([
			expect.stringMatching(/^swap-fields\.yaml:3: office: write it in "pt" too/)
		]);
	});

	it.each([
		['without the file', undefined, /^swap-fields\.yaml:1: this file is missing/],
		['without a field', yaml.replace(/^phone:.*\n/m, ''), /phone: this is missing/],
		[
			'with a place that is real',
			yaml.replace('puente-azul.example', 'puente-azul.es'),
			/could be a real place/
		],
		[
			'with a long name',
			yaml.replace("'City office'", `'${'x'.repeat(41)}'`),
			/:\d+: office\.en: write a short office/
		]
	])('%s cannot build', (_, text, line) => {
		expect(readSwapFile(text, languages).mistakes.map(formatMistake)[0]).toMatch(line);
	});
});
