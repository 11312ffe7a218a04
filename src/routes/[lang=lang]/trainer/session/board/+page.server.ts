import type { Language } from '$lib/domain/language.ts';
import { lessonMark } from '$lib/domain/room-state.ts';
import { city } from '$lib/server/city.ts';
import { listModules } from '$lib/server/lessons.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';

/** The titles of the lessons by their marks. */
export const load = async ({ params }) => {
	const modules = listModules(params.lang as Language, await readSwaps(city().db));
	const lessons = modules.flatMap(({ lessons }) =>
		lessons.map(({ module, slug, title }) => [lessonMark(`${module}/${slug}`), title])
	);
	return { lessons: Object.fromEntries(lessons) as Record<string, string> };
};
