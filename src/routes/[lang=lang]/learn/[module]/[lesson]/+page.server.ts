import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { lessonName } from '$lib/domain/lesson.ts';
import { city } from '$lib/server/city.ts';
import { getLesson, listModules } from '$lib/server/lessons.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import { outline } from '../../outline.server.ts';

export const load = async ({ params }) => {
	const lang = params.lang as Language;
	const swaps = await readSwaps(city().db);
	const lesson = getLesson(lang, params.module, params.lesson, swaps);
	if (!lesson) error(404);
	const all = listModules(lang, swaps).flatMap(({ lessons }) => lessons);
	const at = all.findIndex((stub) => lessonName(stub) === lessonName(lesson));
	const modules = await outline(lang);
	const siblings = modules.find(({ slug }) => slug === lesson.module)?.lessons ?? [];
	return { lesson, siblings, next: all[at + 1] };
};
