/** The guide beside a module: an author's mistake names the place, and each guide fits on paper. */
import { describe, expect, it } from 'vitest';
import { contentFiles } from '../../scripts/content-files.ts';
import { languages } from '../../src/lib/domain/language.ts';
import { readContent } from '../../src/lib/server/lesson-markdown/content.ts';
import { readGuide } from '../../src/lib/server/lesson-markdown/guide.ts';
import { formatMistake } from '../../src/lib/server/lesson-markdown/mistake.ts';

const good = `prepare:
  - 'A table.'
begin: 'Who has a phone?'
hard:
  - seen: 'They press long.'
    help: 'Tap the table together.'
  - seen: 'They fear it.'
    help: 'Go back together.'
end: 'What will you try?'
`;

const mistakesOf = (text: string) => readGuide(text, 'en.yaml').mistakes.map(formatMistake);

it('A whole guide has nothing to mend', () => {
	expect(mistakesOf(good)).toEqual([]);
	expect(readGuide(good, 'en.yaml').text?.hard).toHaveLength(2);
});

describe('a guide is mended where', () => {
	it.each([
		[
			'it begins with no question',
			good.replace('phone?', 'phone.'),
			'en.yaml:3: begin: write a question'
		],
		['it ends with none', good.replace('try?', 'try.'), 'en.yaml:9: end: write a question'],
		[
			'only one thing is hard',
			good.replace("  - seen: 'They fear it.'\n    help: 'Go back together.'\n", ''),
			'en.yaml:5: hard: write at least 2 things that people find hard'
		],
		[
			'it has a name that nothing reads',
			`${good}after: 'x'\n`,
			'en.yaml:10: after: nothing here has this name'
		],
		[
			'it names a place that a city swaps',
			good.replace('A table', 'At [[office]]'),
			'en.yaml:2: prepare.0: a guide has no swap fields'
		]
	])('%s', (_, text, mistake) => {
		expect(mistakesOf(text)).toEqual([mistake]);
	});
});

describe('the guides of Plaza', () => {
	const { content } = readContent(contentFiles(), languages);

	it('stand beside every module, in each language in which the module is there', () => {
		for (const lang of languages) {
			const slugs = content[lang]?.modules.map(({ slug }) => slug);
			expect(Object.keys(content[lang]?.guides ?? {}), lang).toEqual(slugs);
		}
	});

	it('say the same number of things in every language', () => {
		for (const lang of languages) {
			for (const [slug, { prepare, hard }] of Object.entries(content[lang]?.guides ?? {})) {
				const english = content.en?.guides?.[slug];
				expect([slug, prepare.length, hard.length]).toEqual([
					slug,
					english?.prepare.length,
					english?.hard.length
				]);
			}
		}
	});
});
