import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import type { Language } from '../../src/lib/domain/language.ts';
import {
	firstLanguages,
	readContent,
	stopsTheBuild
} from '../../src/lib/server/lesson-markdown/content.ts';
import { formatMistake } from '../../src/lib/server/lesson-markdown/mistake.ts';

const root = join(import.meta.dirname, '../../src/content');
const files = new Map(
	readdirSync(root, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.map((path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')] as const)
);
/** Two modules are enough to show a mistake in. */
const few = new Map(
	[...files].filter(([path]) => /^(pictures|swap-fields|modules\/0[12]-)/.test(path))
);
const english = 'modules/01-scam-messages/01-parcel-fee/en.md';
const spanish = 'modules/01-scam-messages/01-parcel-fee/es.md';
const booking = 'modules/02-book-appointment/01-service-day-hour';
const both: Language[] = ['es', 'en'];

/** The content as it is, with one file changed, and its mistakes as lines. */
function mistakesWith(file: string, change: (text: string) => string | undefined): string[] {
	const changed = new Map(few);
	const before = few.get(file) ?? '';
	const after = change(before);
	expect(after).not.toBe(before);
	if (after === undefined) changed.delete(file);
	else changed.set(file, after);
	const { mistakes, missing } = readContent(changed, both);
	return [...mistakes, ...missing]
		.filter(({ file: at }) => !/(ca|it|fr|nl|pt|ar)\.(md|yaml)$/.test(at))
		.map(formatMistake);
}

describe('the lessons of Plaza', () => {
	const { content, mistakes, missing } = readContent(files, languages);

	it('have nothing to mend, and are whole in the languages in which they are first written', () => {
		expect(stopsTheBuild({ mistakes, missing }).map(formatMistake)).toEqual([]);
		expect(content.es?.modules.map(({ slug }) => slug)).toEqual(
			content.en?.modules.map(({ slug }) => slug)
		);
	});

	it('are at least 24 modules and 90 lessons in English and in Spanish', () => {
		for (const lang of firstLanguages) {
			expect(content[lang]?.modules.length).toBeGreaterThanOrEqual(24);
			expect(Object.keys(content[lang]?.lessons ?? {}).length).toBeGreaterThanOrEqual(90);
		}
	});

	it('stand in every language only as whole modules, and the first of them in all eight', () => {
		for (const lang of languages) {
			const slugs = content[lang]?.modules.map(({ slug }) => slug);
			expect(slugs).toEqual(expect.arrayContaining(['scam-messages', 'book-appointment']));
			for (const { slug, lessons } of content[lang]?.modules ?? []) {
				const inEnglish = content.en?.modules.find((module) => module.slug === slug);
				expect(lessons.length).toBe(inEnglish?.lessons.length);
			}
		}
	});
});

describe('a mistake between files', () => {
	const cases: [
		name: string,
		file: string,
		change: (text: string) => string | undefined,
		line: string
	][] = [
		[
			'a language that is missing',
			spanish,
			() => undefined,
			`${spanish}:1: this language is missing`
		],
		[
			'facts that are missing',
			`${booking}/lesson.yaml`,
			() => undefined,
			`${booking}/lesson.yaml:1: this file is missing`
		],
		[
			'a word that blames',
			spanish,
			(text) => text.replace('Rosa', 'Error: Rosa'),
			`${spanish}:5: "Error" blames or speaks of machines`
		],
		[
			'a place that could be real',
			english,
			(text) => text.replace('parcel-pay.example', 'parcel-pay.com'),
			`${english}:40: "parcel-pay.com" could be a real place`
		],
		[
			'a lesson of an hour',
			`${booking}/lesson.yaml`,
			(text) => text.replace('minutes: 4', 'minutes: 60'),
			`${booking}/lesson.yaml:1: minutes: a lesson takes 3 to 5 minutes`
		],
		[
			'a competence that is none',
			`${booking}/lesson.yaml`,
			(text) => text.replace("'2.3'", "'9.9'"),
			`${booking}/lesson.yaml:5: digcomp.0.competence: write a competence`
		],
		[
			'a cover that is not there',
			`${booking}/lesson.yaml`,
			(text) => text.replace('picture: calendar', 'picture: no-such'),
			`${booking}/lesson.yaml:2: there is no picture "no-such"`
		],
		[
			'another step id',
			spanish,
			(text) => text.replace('#who-sends', '#who'),
			`${spanish}:7: the id must be as in en.md`
		],
		[
			'another kind',
			spanish,
			(text) =>
				text.replace(
					/## 3 señales[\s\S]*?(?=## ¿Qué haces)/,
					'## Hola {#three-signs plan picture=three-signs}\n\n- Uno {picture=who}\n- Dos {picture=who}\n\n'
				),
			`${spanish}:11: the kind must be as in en.md`
		],
		[
			'another picture',
			spanish,
			(text) => text.replace('{#who-sends show picture=who}', '{#who-sends show picture=stop}'),
			`${spanish}:7: the picture must be as in en.md`
		],
		[
			'another option that fits',
			spanish,
			(text) => text.replace('[ ] Toco', '[x] Toco'),
			`${spanish}:15: the options must be as in en.md`
		],
		[
			'an option less',
			spanish,
			(text) => text.replace(/- \[ \] Toco el[\s\S]*?(?=- \[x\] Pre)/, ''),
			`${spanish}:15: the options must be as in en.md`
		],
		[
			'a step less',
			spanish,
			(text) => text.replace(/## ¿Quién[\s\S]*?(?=## 3)/, ''),
			`${spanish}:`
		],
		[
			'another verdict',
			spanish,
			(text) => text.replace('verdict: trap', 'verdict: safe'),
			`${spanish}:30: the verdicts must be as in en.md`
		],
		[
			'another message id',
			spanish,
			(text) => text.replace('id: water', 'id: agua'),
			`${spanish}:30: the message ids must be as in en.md`
		],
		[
			'another taken hour',
			`${booking}/es.md`,
			(text) => text.replace('"12:00", taken: true', '"12:00"'),
			`${booking}/es.md:30: the days and hours must be as in en.md`
		],
		[
			'another goal',
			`${booking}/es.md`,
			(text) => text.replace('day: tuesday, hour: "10:30" }\n', 'day: tuesday, hour: "9:00" }\n'),
			`${booking}/es.md:30: the goal must be as in en.md`
		],
		[
			'a file that nothing reads',
			'modules/01-scam-messages/01-parcel-fee/readme.txt',
			() => 'hello',
			'modules/01-scam-messages/01-parcel-fee/readme.txt:1: nothing reads this file'
		],
		[
			'a folder without number',
			'modules/01-scam-messages/parcel/en.md',
			() => '# Title',
			'modules/01-scam-messages/parcel:1: name the folder like'
		],
		[
			'two folders with one name',
			'modules/03-scam-messages/en.md',
			() => '# Title',
			'modules/03-scam-messages:1: another folder is called "scam-messages" too'
		],
		[
			'a picture that breaks the rules',
			'pictures/stop.svg',
			(text) => text.replace('<g', '<style/><g'),
			'pictures/stop.svg:1: <style> is not allowed'
		]
	];
	for (const [name, file, change, line] of cases) {
		it(`is named with file and line: ${name}`, () => {
			const found = mistakesWith(file, change);
			expect(
				found.some((one) => one.startsWith(line)),
				found.join('\n')
			).toBe(true);
		});
	}

	it('leaves a module out of a language in which it is not whole', () => {
		const partial = new Map(few);
		partial.delete(spanish);
		const { content } = readContent(partial, both);
		expect(content.es?.modules.map(({ slug }) => slug)).toEqual(['book-appointment']);
		expect(content.es?.lessons['scam-messages/bank-or-family']).toBeUndefined();
		expect(content.en?.modules).toHaveLength(2);
		expect(files.has(english)).toBe(true);
	});
});
