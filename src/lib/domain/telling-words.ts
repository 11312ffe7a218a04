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

/** Those of a text, each once. */
export function tellingWords(text: string): TellingWords[] {
	const found = findPersonalData(text).map(({ kind, start, end }) => ({
		kind,
		text: text.slice(start, end)
	}));
	return [...new Map(found.map((each) => [`${each.kind} ${each.text}`, each])).values()];
}

/** Those of a public reply in all its languages, as one text: who has looked at it says it back. Empty where there are none. */
export function tellingMark(texts: PublicReply['texts']): string {
	return languages
		.flatMap((lang: Language) => {
			const { said = '', done = '' } = texts[lang] ?? {};
			return [said, done].flatMap((half) =>
				tellingWords(half).map(({ text }) => `${lang} ${text.replace(/\s+/g, ' ')}`)
			);
		})
		.join('; ');
}
