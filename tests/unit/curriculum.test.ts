/** The curriculum covers what it promises. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { firstLanguages, readContent } from '../../src/lib/server/lesson-markdown/content.ts';
import {
	appsOf,
	coverageOf,
	curriculumPage
} from '../../src/lib/server/lesson-markdown/coverage.ts';
import { readingFacts } from '../../src/lib/server/lesson-markdown/reading.ts';
import { contentFiles } from '../../scripts/content-files.ts';
import { phoneApps } from '../../src/lib/domain/practice-phone.ts';

const { content } = readContent(contentFiles(), languages);
const english = content.en ?? { modules: [], lessons: {} };
const lessons = Object.values(english.lessons);

describe('the foundation curriculum', () => {
	it('teaches each of the 21 competences of DigComp', () => {
		const coverage = coverageOf(english);
		expect(coverage).toHaveLength(21);
		expect(coverage.filter(({ lessons: names }) => names.length === 0)).toEqual([]);
	});

	it('is practised on the pretend phone in at least 60 lessons', () => {
		expect(lessons.filter((lesson) => appsOf(lesson).length > 0).length).toBeGreaterThanOrEqual(60);
	});

	it('uses every app of the pretend phone', () => {
		const used = new Set(lessons.flatMap(appsOf));
		expect(phoneApps.filter((app) => !used.has(app))).toEqual([]);
	});

	it('uses at least two apps of the pretend phone in each module', () => {
		const few = english.modules.filter(({ slug }) => {
			const own = lessons.filter(({ module }) => module === slug);
			return new Set(own.flatMap(appsOf)).size < 2;
		});
		expect(few.map(({ slug }) => slug)).toEqual([]);
	});

	it('is told in docs/curriculum.md as it is (npm run curriculum)', async () => {
		const file = join(import.meta.dirname, '../../docs/curriculum.md');
		const page = await format(curriculumPage(english), { parser: 'markdown' });
		expect(readFileSync(file, 'utf8')).toBe(page);
	});

	it.each(firstLanguages)('is easy to read in %s', (lang) => {
		const { sentences, words, longWords } = readingFacts(
			Object.values(content[lang]?.lessons ?? {}),
			lang
		);
		const mean = words / sentences;
		const long = (100 * longWords) / words;
		console.log(
			`${lang}: ${sentences} sentences, ${mean.toFixed(1)} words each, ${long.toFixed(1)} % long words`
		);
		expect(mean).toBeLessThanOrEqual(8);
		expect(long).toBeLessThanOrEqual(2);
	});
});
