/** The voices of the Plaza that was built: its own words and lessons, its own recordings. */
import { content } from 'virtual:lessons';
import type { Language } from '../domain/language.ts';
import { citizenDictionaries } from '../i18n/dictionaries.ts';
import type { Voices } from './voices.ts';
import { spokenParts, type SpokenParts } from './voices/spoken.ts';
import { foldersOf } from './voices/store.ts';

const known = new Map<Language, Promise<SpokenParts>>();

/** `checkout` is the folder that Plaza runs from. */
export function builtVoices(checkout = process.env['PLAZA_CHECKOUT'] ?? '.'): Voices {
	return { folders: foldersOf(checkout), spoken };
}

function spoken(lang: Language): Promise<SpokenParts> {
	const parts = known.get(lang) ?? readSpoken(lang);
	known.set(lang, parts);
	return parts;
}

async function readSpoken(lang: Language): Promise<SpokenParts> {
	const { modules = [], lessons = {} } = content[lang] ?? {};
	return spokenParts(lang, { words: await citizenDictionaries(lang), modules, lessons });
}
