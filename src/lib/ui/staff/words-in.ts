/** Words that stand in some languages, as staff read them. */
import type { Language } from '$lib/domain/language.ts';

/** The words in the first of these languages in which there are any, else in another; undefined where there are none. */
export function wordsIn(
	texts: Partial<Record<Language, string>>,
	order: readonly Language[]
): { lang: Language; text: string } | undefined {
	const written = Object.keys(texts) as Language[];
	const lang = [...order, ...written].find((each) => texts[each]);
	return lang && { lang, text: texts[lang] ?? '' };
}

/** What something with words of several parts is about, in the same way. */
export function whatIn(
	texts: Partial<Record<Language, { what: string }>>,
	order: readonly Language[]
): { lang: Language; text: string } | undefined {
	const whats = Object.entries(texts).map(([lang, { what }]) => [lang, what]);
	return wordsIn(Object.fromEntries(whats), order);
}
