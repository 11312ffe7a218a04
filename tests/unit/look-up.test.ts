/** Lessons are found by everyday words, as people write them. */
import { describe, expect, it } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { lookUpTerm, plainLookUp, wordsIn } from '../../src/lib/domain/look-up.ts';
import { lookUpEntries } from '../../src/lib/server/look-up.ts';
import { searchThrough } from '../../src/lib/ui/learn/look-up.ts';

const everyday: Record<string, [typed: string, lessons: RegExp][]> = {
	es: [
		['wifi', /^connect\//],
		['CONTRASEÑA', /^passwords\//],
		['contrasena', /^passwords\//],
		['contraceña', /^passwords\//],
		['cita', /^(book-appointment|health-online)\//],
		['medico', /^health-online\//],
		['autobus', /^transport-and-benefits\//],
		['estafa', /^scam-messages\//],
		['foto del papel', /^(papers-and-photos|keep-and-find|mail)\//],
		['curriculum', /^work-online\//],
		['ruido gente vecinos grupo', /^together\//]
	],
	en: [
		['wi-fi', /^connect\//],
		['pasword', /^passwords\//],
		['doctor', /^health-online\//],
		['appointment', /^(book-appointment|health-online)\//],
		['school', /^(school-online|mail)\//],
		['job', /^work-online\//],
		['scam', /^(scam-messages|money-and-calls)\//]
	],
	ar: [
		['موعد', /^book-appointment\//],
		['الموعد', /^book-appointment\//],
		['احتيال', /^scam-messages\//],
		['الإحتيال', /^scam-messages\//]
	]
};

for (const [lang, asked] of Object.entries(everyday)) {
	const search = searchThrough(lookUpEntries(lang as 'es'));
	it.each(asked)(`in ${lang} "%s" is found among the first five`, (typed, lessons) => {
		const found = search(typed).map(({ id }) => id);
		expect(found.slice(0, 5).join(' ')).toMatch(new RegExp(lessons.source.replace('^', '(^| )')));
	});
}

describe('each language', () => {
	it.each(languages)('%s finds every lesson by its own title', (lang) => {
		const entries = lookUpEntries(lang);
		const search = searchThrough(entries);
		expect(entries.length).toBeGreaterThan(5);
		for (const { id, title } of entries) {
			expect(
				search(title).map((found) => found.id),
				title
			).toContain(id);
		}
	});
});

it('before the forgiving search has come, beginnings of words are found as they are', () => {
	const search = plainLookUp(lookUpEntries('es'));
	expect(
		search('contrasen')
			.map(({ id }) => id)
			.join(' ')
	).toMatch(/passwords\//);
	expect(search('contraceña')).toEqual([]);
	expect(search('')).toEqual([]);
});

it('nothing is found where nothing fits, and nothing typed breaks it', () => {
	const search = searchThrough(lookUpEntries('es'));
	for (const typed of ['', '   ', 'xqzwk', '(((', '*', '"', '😀', 'a'.repeat(80)]) {
		expect(search(typed)).toEqual([]);
	}
});

it('in Arabic the article and the forms of letters make no difference', () => {
	const forms = ['الموعد', 'موعد', 'والموعد', 'للموعد', 'مَوْعِد'];
	expect(new Set(forms.map(lookUpTerm))).toEqual(new Set(['موعد']));
	expect(lookUpTerm('إحتيال')).toBe(lookUpTerm('احتيال'));
	expect(wordsIn('Haz clic: Wi-Fi 2, «café».')).toEqual(['haz', 'clic', 'wi', 'fi', 'café']);
});
