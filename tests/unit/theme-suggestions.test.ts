import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { readThemeForm } from '../../src/lib/domain/theme.ts';
import {
	groupCount,
	groupTexts,
	isSameTheme,
	suggestThemes
} from '../../src/lib/domain/theme-suggestions.ts';
import { termsIn } from '../../src/lib/domain/text-terms.ts';

const kinds = {
	bus: 'late stop crowded driver ticket seats route winter evening signs',
	pool: 'closed water hours changing children lockers lanes showers summer lessons',
	noise: 'neighbours shouting terrace music asleep windows police glasses party weekend'
};
const texts = Object.entries(kinds).flatMap(([kind, list]) => {
	const words = list.split(' ');
	const word = (at: number) => words[at % 10];
	return Array.from(
		{ length: 20 },
		(_, n) => `The ${kind}: ${word(n)}, ${word(3 * n + 1)} and ${word(7 * n + 5)}`
	);
});

describe('themes in texts', () => {
	test('are those that the texts speak of, each with its telling word and with texts that speak of it', () => {
		const themes = suggestThemes(texts, 1);
		for (const [at, kind] of Object.keys(kinds).entries()) {
			const theme = themes.find(({ shown }) => shown.includes(kind));
			// some may stand by another word; none is of another kind
			expect(theme?.members.length).toBeGreaterThanOrEqual(12);
			expect(new Set(theme?.members.map((member) => Math.floor(member / 20)))).toEqual(
				new Set([at])
			);
		}
	});

	test('are the same for the same texts and seed', () => {
		expect(suggestThemes(texts, 7)).toEqual(suggestThemes(texts, 7));
	});

	test.each([
		['no texts', []],
		['empty texts', Array.from({ length: 50 }, () => '')],
		['texts of signs', Array.from({ length: 50 }, () => '🙂 … !?')],
		['few texts', texts.slice(0, 9)],
		['one text many times', Array.from({ length: 50 }, () => 'the same again')]
	])('there are none in %s', (_, few) => {
		expect(suggestThemes(few, 1)).toEqual([]);
	});

	test('forms of a word meet, in Arabic with and without the article; small words are none', () => {
		const terms = (text: string) => [...termsIn(text).keys()];
		expect(terms('bicicleta')).toEqual(terms('Bicicletas'));
		expect(terms('المكتبة')).toEqual(terms('مكتبة'));
		expect(terms('para que los con')).toEqual([]);
	});

	test('one that shares half of its words with a refused one is the same', () => {
		expect(isSameTheme(['a', 'b', 'c', 'd'], ['c', 'd', 'e', 'f'])).toBe(true);
		expect(isSameTheme(['a', 'b', 'c', 'd'], ['d', 'e', 'f', 'g'])).toBe(false);
		expect(isSameTheme([], [])).toBe(false);
	});
});

describe('the form of a theme', () => {
	const empty = { name: 'Name', topic: '', place: '', lang: '', words: '' };
	test.each([
		['a name alone', {}, { name: 'Name', rule: null }],
		['a part', { words: ' bus ' }, { name: 'Name', rule: { words: 'bus' } }],
		['no place', { place: '_' }, { name: 'Name', rule: { place: '_' } }],
		['no name', { name: ' ' }, { problems: { name: { code: 'theme-name' } } }],
		['a long name', { name: 'a'.repeat(81) }, { problems: { name: { code: 'theme-name' } } }],
		['another topic', { topic: 'x' }, { problems: { topic: { code: 'theme-rule' } } }],
		['long words', { words: 'a'.repeat(201) }, { problems: { words: { code: 'theme-words' } } }]
	])('with %s', (_, typed, read) => {
		expect(readThemeForm({ ...empty, ...typed })).toEqual(read);
	});
});

const folder = process.env['PLAZA_TEXTS'] ?? '';
const file = join(folder, 'madrid-decide-comments-2015-2019.csv');

describe.skipIf(!folder || !existsSync(file))('on real comments (PLAZA_TEXTS)', () => {
	test('a group is mostly of one proposal, far more than by chance: the figures of docs/themes.md', () => {
		const rows: { proposal_id: string; text: string }[] = parse(readFileSync(file), {
			columns: true,
			relax_quotes: true
		});
		const long = rows.filter(({ text }) => text.length > 40);
		const known = [...Map.groupBy(long, ({ proposal_id }) => proposal_id).values()]
			.filter((comments) => comments.length >= 50)
			.flat();
		const classes = known.map(({ proposal_id }) => proposal_id);
		const groups = groupTexts(
			known.map(({ text }) => text),
			groupCount(known.length),
			1
		);
		const byChance = groups.map((_, at) => groups[(at * 7919) % groups.length] ?? -1);
		const figures = {
			texts: known.length,
			purity: purity(groups, classes),
			chance: purity(byChance, classes),
			shared: sharedInformation(groups, classes),
			sharedByChance: sharedInformation(byChance, classes)
		};
		console.log(figures);
		expect(figures.purity).toBeGreaterThan(0.45);
		expect(figures.purity).toBeGreaterThan(2.5 * figures.chance);
		expect(figures.shared).toBeGreaterThan(0.35);
		expect(figures.sharedByChance).toBeLessThan(0.1);
	});
});

/** The share of texts that are of the commonest class of their group. */
function purity(groups: number[], classes: string[]): number {
	const tables = Map.groupBy(groups.keys(), (at) => groups[at]);
	const most = [...tables.values()].map((members) =>
		Math.max(...[...Map.groupBy(members, (at) => classes[at]).values()].map((each) => each.length))
	);
	return most.reduce((sum, each) => sum + each, 0) / groups.length;
}

/** Normalised mutual information: 0 where groups say nothing of classes, 1 where each says all of the other. */
function sharedInformation(groups: number[], classes: string[]): number {
	const entropy = (labels: string[]) =>
		[...Map.groupBy(labels, (label) => label).values()].reduce((sum, { length }) => {
			const share = length / labels.length;
			return sum - share * Math.log(share);
		}, 0);
	const own = entropy(groups.map(String));
	const other = entropy(classes);
	const both = entropy(groups.map((group, at) => `${group} ${classes[at]}`));
	return (own + other - both) / Math.sqrt(own * other);
}
