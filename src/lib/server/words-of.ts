/** What something that is published says, for one person. */
import type { Language } from '../domain/language.ts';

/** What it says in the first of these languages in which it is written, and in which that is. */
export function wordsOf(
	{ id, texts }: { id: string; texts: Partial<Record<Language, { what: string }>> },
	order: readonly Language[]
): { id: string; words: string; lang: Language } {
	const written = Object.keys(texts) as Language[];
	const lang = [...order, ...written].find((each) => texts[each]) ?? 'en';
	return { id, words: texts[lang]?.what ?? '', lang };
}
