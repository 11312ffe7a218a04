/** What in words for everybody may tell who somebody is. It is shown while staff write, and asked about before it is said. */
import { languages, type Language } from './language.ts';
import { findPersonalData } from './personal-data/find.ts';
import type { PersonalKind } from './personal-data/mark.ts';
import type { PublicReply } from './public-reply.ts';

/** The words as they stand, and what they look like. */
export interface TellingWords {
	kind: PersonalKind;
	text: string;
}

/** Words that everybody will read; `isPeoples`: they stand for what people said, and a link in them is not the city's. */
export interface WordsForAll {
	lang: Language;
	text: string;
	isPeoples?: boolean;
}

/** Those of a text, each once. */
export function tellingWords(text: string): TellingWords[] {
	const found = findPersonalData(text).map(({ kind, start, end }) => ({
		kind,
		text: text.slice(start, end)
	}));
	return [...new Map(found.map((each) => [`${each.kind} ${each.text}`, each])).values()];
}

/**
 * Those before which staff stop once, as one text: who has looked at it says it back. Empty where there are none. A link in
 * the city's own words may be right and stops nobody.
 */
export function tellingMark(words: readonly WordsForAll[]): string {
	return words
		.flatMap(({ lang, text, isPeoples }) =>
			tellingWords(text)
				.filter(({ kind }) => isPeoples || kind !== 'link')
				.map((found) => `${lang} ${found.text.replace(/\s+/g, ' ')}`)
		)
		.join('; ');
}

/** A public reply: what people said, and what the city did. */
export function wordsOfReply(texts: PublicReply['texts']): WordsForAll[] {
	return languages.flatMap((lang) => {
		const { said = '', done = '' } = texts[lang] ?? {};
		return [
			{ lang, text: said, isPeoples: true },
			{ lang, text: done }
		];
	});
}

/** The parts of a text of the city in each language that has it. */
export function wordsOfParts<Part extends string>(
	texts: Partial<Record<Language, Partial<Record<Part, string>>>>,
	parts: readonly Part[]
): WordsForAll[] {
	return languages.flatMap((lang) =>
		parts.map((part) => ({ lang, text: texts[lang]?.[part] ?? '' }))
	);
}

/** One text in each language that has it. */
export function wordsOfText(
	texts: Partial<Record<Language, string>>,
	isPeoples = false
): WordsForAll[] {
	return languages.map((lang) => ({ lang, text: texts[lang] ?? '', isPeoples }));
}
