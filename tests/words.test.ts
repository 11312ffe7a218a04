/** Eight languages, each complete: the same keys, the same placeholders, every plural form that the language has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages, type Language } from '../src/lib/domain/language.ts';

type Words = { [key: string]: string | Words };

const root = new URL('..', import.meta.url).pathname;
const plural = /_(zero|one|two|few|many|other)$/;

describe.each(['citizen', 'lesson', 'phone', 'lab', 'trainer', 'guide', 'staff', 'help'])(
	'the words for the %s',
	(people) => {
		const english = wordsOf(people, 'en');

		it.each(languages)('in %s have the keys of all the others', (lang) => {
			const keys = new Set([...wordsOf(people, lang).keys()].map((key) => key.replace(plural, '')));
			const wanted = new Set([...english.keys()].map((key) => key.replace(plural, '')));
			expect([...wanted].filter((key) => !keys.has(key))).toEqual([]);
			expect([...keys].filter((key) => !wanted.has(key))).toEqual([]);
		});

		it.each(languages)('in %s have every plural form of the language, and no other', (lang) => {
			const forms = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
			const words = wordsOf(people, lang);
			const counted = new Set(
				[...english.keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, ''))
			);
			for (const key of counted) {
				const there = [...words.keys()]
					.filter((each) => each.replace(plural, '') === key)
					.map((each) => plural.exec(each)?.[1]);
				expect([key, there.sort()]).toEqual([key, [...forms].sort()]);
			}
		});

		it.each(languages)('in %s have the placeholders of the English ones', (lang) => {
			const words = wordsOf(people, lang);
			const different = [...words].filter(([key, text]) => {
				const base = key.replace(plural, '');
				const original = english.get(key) ?? english.get(`${base}_other`);
				// a plural form may say "one message" or "two messages" without the digit
				const wanted = placeholders(original ?? '');
				const there = placeholders(text);
				const extra = there.some((name) => !wanted.includes(name));
				const missing = wanted.some((name) => !there.includes(name) && name !== 'count');
				return extra || missing;
			});
			expect(different.map(([key]) => key)).toEqual([]);
		});

		it.each(languages.filter((lang) => lang !== 'en'))(
			'in %s are not English left as it was',
			(lang) => {
				const same = [...wordsOf(people, lang)].filter(
					([key, text]) => text === english.get(key) && !isShared(text)
				);
				expect(same.map(([key]) => key)).toEqual([]);
			}
		);

		it.each(languages)('in %s are never empty', (lang) => {
			const empty = [...wordsOf(people, lang)].filter(([, text]) => text.trim() === '');
			expect(empty).toEqual([]);
		});

		it('are all used somewhere', () => {
			const sources = [...filesIn('src/routes'), ...filesIn('src/lib')]
				.map((file) => readFileSync(file, 'utf8'))
				.join('\n');
			const unused = [...english.keys()]
				.map((key) => key.replace(plural, ''))
				.filter((key) => !isUsed(key, sources));
			expect(unused).toEqual([]);
		});
	}
);

describe('what a citizen reads', () => {
	const read = (lang: Language) =>
		['citizen', 'lesson', 'phone', 'lab'].flatMap((people) => [...wordsOf(people, lang)]);

	it.each(languages)('in %s has sentences of at most 12 words', (lang) => {
		const long = read(lang).filter(([, text]) =>
			sentencesOf(text).some((sentence) => wordCount(sentence) > 12)
		);
		expect(long.map(([key]) => key)).toEqual([]);
	});

	it.each(languages)(
		'in %s never speaks of errors, of being offline or of synchronising',
		(lang) => {
			const forbidden: Record<Language, RegExp> = {
				en: /\b(error|failed|failure|wrong|offline|sync|cache|queue)\b/i,
				es: /\b(error|fall[oóa]|incorrect|fuera de línea|sin conexión|sincroniz|caché)/i,
				ca: /\b(error|fallad|incorrect|fora de línia|sincronit|memòria cau)/i,
				it: /\b(errore|errat|fallit|sbagliat|offline|sincronizz|cache)/i,
				fr: /\b(erreur|échou|échec|incorrect|hors ligne|synchronis|cache\b)/i,
				nl: /\b(fout|mislukt|verkeerd|offline|synchronis|wachtrij)/i,
				pt: /\b(erro\b|errad|falh|incorret|offline|sincroniz|cache)/i,
				ar: /(خطأ|فشل|غير متصل|مزامنة)/
			};
			const found = read(lang).filter(([, text]) => forbidden[lang].test(text));
			expect(found).toEqual([]);
		}
	);
});

function wordsOf(people: string, lang: Language): Map<string, string> {
	const text = readFileSync(join(root, `src/lib/i18n/${people}/${lang}.json`), 'utf8');
	return new Map(flat(JSON.parse(text) as Words));
}

function flat(words: Words, prefix = ''): [string, string][] {
	return Object.entries(words).flatMap(([key, value]): [string, string][] =>
		typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`)
	);
}

function placeholders(text: string): string[] {
	return [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name = '']) => name);
}

/** A key is used when it stands in the code, or when the part before its last dot does with something put in. */
function isUsed(key: string, sources: string): boolean {
	if (sources.includes(`'${key}'`) || sources.includes(`\`${key}\``)) return true;
	const parts = key.split('.');
	for (let index = parts.length - 1; index > 0; index--) {
		const before = parts.slice(0, index).join('.');
		if (sources.includes(`\`${before}.\${`)) return true;
	}
	return parts.length > 1 && new RegExp(`\\$\\{\\w+\\}\\.${parts.at(-1)}\``).test(sources);
}

/** Short words may be the same by right ("Internet", "4 minutes"); a sentence of three words never is. */
function isShared(text: string): boolean {
	return wordCount(text.replace(/\{\{.*?\}\}/g, '')) < 3;
}

function sentencesOf(text: string): string[] {
	return text.split(/[.!?؟:]\s|\n/).filter(Boolean);
}

function wordCount(sentence: string): number {
	return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function filesIn(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name));
}
