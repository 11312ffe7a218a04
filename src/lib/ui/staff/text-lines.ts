/** Texts in many languages line by line: what stands there, beside what somebody typed. */
import { languageNames, languages, type Language } from '../../domain/language.ts';

type Texts = Partial<Record<Language, string>>;

/** What each text is called, what stands there now, and what was typed. */
export function textLines(label: string, now: Texts, typed: Texts) {
	return languages
		.filter((lang) => now[lang] || typed[lang])
		.map(
			(lang) => [`${label}, ${languageNames[lang]}`, now[lang] ?? '', typed[lang] ?? ''] as const
		);
}

/** One part of texts that have several. */
export function partOf<Part extends string>(
	texts: Partial<Record<Language, Partial<Record<Part, string>>>>,
	part: Part
): Texts {
	return Object.fromEntries(languages.map((lang) => [lang, texts[lang]?.[part]]));
}
