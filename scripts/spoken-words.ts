/** What can be heard in this checkout, language by language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages, type Language } from '../src/lib/domain/language.ts';
import { readContent } from '../src/lib/server/lesson-markdown/content.ts';
import { spokenParts, type SpokenParts } from '../src/lib/server/voices/spoken.ts';
import { contentFiles } from './content-files.ts';

const words = join(import.meta.dirname, '../src/lib/i18n');

/** Reads the lessons once; each language's sentences are put together when they are asked for. */
export function spokenInCheckout(): (lang: Language) => SpokenParts {
	const { content } = readContent(contentFiles(), languages);
	const known = new Map<Language, SpokenParts>();
	return (lang) => {
		const parts =
			known.get(lang) ??
			spokenParts(lang, {
				words: ['citizen', 'lesson', 'phone', 'lab'].map((folder) =>
					JSON.parse(readFileSync(join(words, folder, `${lang}.json`), 'utf8'))
				),
				modules: content[lang]?.modules ?? [],
				lessons: content[lang]?.lessons ?? {}
			});
		known.set(lang, parts);
		return parts;
	};
}
