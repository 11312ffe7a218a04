import type { Language } from '$lib/domain/language.ts';
import { ruleOf } from '$lib/domain/lesson.ts';
import { city } from '$lib/server/city.ts';
import { getLesson, listModules } from '$lib/server/lessons.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import { modulesInList } from '../outline.server.ts';

/** The modules that are asked about, each with the practice that shows whether somebody can do it. */
export const load = async ({ params }) => {
	const lang = params.lang as Language;
	const swaps = await readSwaps(city().db);
	const tasks = listModules(lang, swaps).flatMap(({ slug, check, picture }) => {
		const lesson = check && getLesson(lang, slug, check.lesson, swaps);
		const step = lesson?.steps.find(({ kind }) => kind === 'practice');
		if (!check || !lesson || step?.kind !== 'practice') return [];
		const { practice, id } = step;
		const rule = ruleOf(lesson);
		const { question, lesson: name } = check;
		return [{ module: slug, question, picture, lesson: name, step: id, practice, rule }];
	});
	return { tasks, modules: await modulesInList(lang) };
};
