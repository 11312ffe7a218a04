/** The voices of the running Plaza: its words and lessons with this city's own names in them, and what people recorded. */
import type { Language } from '../domain/language.ts';
import { lessonName } from '../domain/lesson.ts';
import type { Swaps } from '../domain/swap-fields.ts';
import { citizenDictionaries } from '../i18n/dictionaries.ts';
import { city } from './city.ts';
import { getLesson, listModules } from './lessons.ts';
import { readSwaps } from './swap-fields.ts';
import type { Voices } from './voices.ts';
import { cityNames } from './voices/city-names.ts';
import { spokenParts, type SpokenParts } from './voices/spoken.ts';
import { foldersOf } from './voices/store.ts';

/** `checkout` is the folder that Plaza runs from. */
export function builtVoices(checkout = process.env['PLAZA_CHECKOUT'] ?? '.'): Voices {
	return { folders: foldersOf(checkout), spoken };
}

async function spoken(lang: Language): Promise<SpokenParts> {
	const here = city();
	const [swaps, names] = await Promise.all([readSwaps(here.db), cityNames(here, lang)]);
	const parts = await spokenWith(swaps, lang);
	const everywhere = new Set([...(parts.get('') ?? []), ...names]);
	return new Map([...parts, ['', [...everywhere]]]);
}

const known = new Map<Language, { values: string; parts: Promise<SpokenParts> }>();

/** Read again only when the city's own words are others. */
function spokenWith(swaps: Swaps, lang: Language): Promise<SpokenParts> {
	const values = JSON.stringify(swaps);
	const there = known.get(lang);
	if (there?.values === values) return there.parts;
	const parts = readSpoken(swaps, lang);
	known.set(lang, { values, parts });
	return parts;
}

async function readSpoken(swaps: Swaps, lang: Language): Promise<SpokenParts> {
	const modules = listModules(lang, swaps);
	const lessons = modules.flatMap((module) =>
		module.lessons.flatMap((stub) => getLesson(lang, stub.module, stub.slug, swaps) ?? [])
	);
	return spokenParts(lang, {
		words: await citizenDictionaries(lang),
		modules,
		lessons: Object.fromEntries(lessons.map((lesson) => [lessonName(lesson), lesson]))
	});
}
