import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { lessonName } from '$lib/domain/lesson.ts';
import { getLesson, listModules } from '$lib/server/lessons.ts';
import { outline } from '../../outline.server.ts';

export const load = ({ params }) => {
	const lang = params.lang as Language;
	const lesson = getLesson(lang, params.module, params.lesson);
	if (!lesson) error(404);
	const all = listModules(lang).flatMap(({ lessons }) => lessons);
	const at = all.findIndex((stub) => lessonName(stub) === lessonName(lesson));
	const siblings = outline(lang).find(({ slug }) => slug === lesson.module)?.lessons ?? [];
	return { lesson, siblings, next: all[at + 1] };
};
