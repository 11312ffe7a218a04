/** The lessons that were built with this Plaza, with the city's own swap fields in them. */
import { setImmediate } from 'node:timers/promises';
import { content, pictures, swappable } from 'virtual:lessons';
import type { Language } from '../domain/language.ts';
import type { Lesson, Module } from '../domain/lesson.ts';
import { swapFields, swapValues, type SwapField, type Swaps } from '../domain/swap-fields.ts';
import { defaultSwaps } from './default-swaps.ts';
import type { Reading } from './lesson-markdown.ts';
import { hasPlaces } from './lesson-markdown/swap.ts';
import {
	swapLesson,
	swapModule,
	swappableAt,
	type Sources,
	type Swappable
} from './lesson-markdown/swapped.ts';

/** The modules of a language in their order, with the stubs of their lessons. */
export function listModules(lang: Language, swaps: Swaps = {}): Module[] {
	const modules = content[lang]?.modules ?? [];
	if (Object.keys(swaps).length === 0) return modules;
	return modules.map((built) => {
		const lessons = built.lessons.map((stub) => {
			const lesson = sources.files[fileOf(lang, `${stub.module}/${stub.slug}`) ?? ''] ?? '';
			const [title = ''] = lesson.split('\n', 1);
			if (!hasPlaces(title)) return stub;
			const swapped = getLesson(lang, stub.module, stub.slug, swaps);
			return { ...stub, title: swapped?.title ?? stub.title };
		});
		return { ...swapped(lang, built.slug, swaps, built, swapModule), lessons };
	});
}

/** A lesson by its module and its own name, as they stand in addresses; nothing when there is none. */
export function getLesson(
	lang: Language,
	module: string,
	lesson: string,
	swaps: Swaps = {}
): Lesson | undefined {
	const lessons = content[lang]?.lessons ?? {};
	const name = `${module}/${lesson}`;
	const built = Object.hasOwn(lessons, name) ? lessons[name] : undefined;
	if (!built || Object.keys(swaps).length === 0) return built;
	return swapped(lang, name, swaps, built, swapLesson);
}

/** Why a city's swap fields cannot be kept. */
export interface SwapProblem {
	field: SwapField;
	/** The title and language of the lesson or module that has something to mend with them. */
	title: string;
	lang: Language;
}

/** The first lesson that could not be read or practised with these swap fields, in any language. */
export async function swapProblem(swaps: Swaps): Promise<SwapProblem | undefined> {
	const given = swapFields.filter((field) => swaps[field] !== undefined);
	if (given.length === 0) return undefined;
	for (const place of places) {
		// the city goes on answering while all of them are read
		await setImmediate();
		const built = builtAt(place);
		if (!built || isWhole(place, swaps)) continue;
		const cause = given.find((field) => !isWhole(place, { [field]: swaps[field] }));
		return { field: cause ?? given[0] ?? 'office', title: built.title, lang: place.lang };
	}
	return undefined;
}

const sources: Sources = {
	files: swappable,
	first: new Set(pictures.first),
	pictures: new Set([...pictures.first, ...Object.values(pictures.modules).flat()])
};
const places = Object.keys(swappable).flatMap((file) => swappableAt(file) ?? []);
const files = new Map(places.map(({ lang, name, file }) => [`${lang} ${name}`, file]));

function fileOf(lang: Language, name: string): string | undefined {
	return files.get(`${lang} ${name}`);
}

function builtAt({ lang, name }: Swappable): Lesson | Module | undefined {
	const shelf = content[lang];
	return shelf?.lessons[name] ?? shelf?.modules.find(({ slug }) => slug === name);
}

function isWhole(place: Swappable, swaps: Swaps): boolean {
	const built = builtAt(place);
	if (!built) return true;
	const values = swapValues(place.lang, defaultSwaps, swaps);
	const reading =
		'steps' in built
			? swapLesson(sources, place, built, values)
			: swapModule(sources, place, built, values);
	return reading.mistakes.length === 0;
}

const known = new Map<string, { values: string; thing: unknown }>();

/** Read again only when the city's own words are others; what has a mistake with them stays as it was built. */
function swapped<T>(
	lang: Language,
	name: string,
	swaps: Swaps,
	built: T,
	swap: (sources: Sources, place: Swappable, built: T, values: Record<string, string>) => Reading<T>
): T {
	const file = fileOf(lang, name);
	if (file === undefined) return built;
	const values = swapValues(lang, defaultSwaps, swaps);
	const key = JSON.stringify(values);
	const there = known.get(file);
	if (there?.values === key) return there.thing as T;
	const thing = swap(sources, { file, lang, name }, built, { ...values }).text ?? built;
	known.set(file, { values: key, thing });
	return thing;
}
