/** The tasks of "Where do I start?": of each module that is asked about, the practice that shows whether somebody can do it. */
import type { Language } from '../domain/language.ts';
import { ruleOf } from '../domain/lesson.ts';
import { startPart } from '../domain/pack.ts';
import { shownPractice } from '../domain/start.ts';
import type { Swaps } from '../domain/swap-fields.ts';
import { picturesFrom } from './lesson-markdown/placed-pictures.ts';
import { getLesson, listModules } from './lessons.ts';

/** The tasks of a language in their order, with the city's own swap fields in them; their drawings come with them. */
export function startTasks(lang: Language, swaps: Swaps) {
	return listModules(lang, swaps).flatMap(({ slug, check, picture }) => {
		const lesson = check && getLesson(lang, slug, check.lesson, swaps);
		const step = shownPractice(lesson);
		if (!check || !lesson || !step) return [];
		const practice = picturesFrom(startPart, step.practice);
		const rule = ruleOf(lesson);
		const { question, lesson: name } = check;
		return [{ module: slug, question, picture, lesson: name, step: step.id, practice, rule }];
	});
}
