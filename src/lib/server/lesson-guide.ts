/** The guide beside a module: what an author wrote for who leads it, and what follows from its lessons. */
import { content } from 'virtual:lessons';
import type { Language } from '../domain/language.ts';
import type { Lesson } from '../domain/lesson.ts';
import type { ModuleGuide } from '../domain/module-guide.ts';
import type { Swaps } from '../domain/swap-fields.ts';
import { getLesson, listModules } from './lessons.ts';

export interface LessonGuide {
	slug: string;
	title: string;
	picture: string;
	/** What people can do afterwards. */
	after: string[];
	/** Competences of DigComp 2.2, each once. */
	competences: string[];
	lessons: { slug: string; title: string; minutes: number; tries: string[] }[];
	/** None in a language in which nobody has written it yet. */
	written: ModuleGuide | undefined;
}

/** The guide of a module in a language; nothing where there is no such module. */
export function lessonGuide(lang: Language, slug: string, swaps: Swaps): LessonGuide | undefined {
	const module = listModules(lang, swaps).find((each) => each.slug === slug);
	if (!module) return undefined;
	const lessons = module.lessons.flatMap((stub) => getLesson(lang, slug, stub.slug, swaps) ?? []);
	const competences = lessons.flatMap(({ digcomp }) => digcomp.map((tag) => tag.competence));
	return {
		slug,
		title: module.title,
		picture: module.picture,
		after: module.sentences,
		competences: [...new Set(competences)].sort(),
		lessons: lessons.map((lesson) => ({
			slug: lesson.slug,
			title: lesson.title,
			minutes: lesson.minutes,
			tries: triesOf(lesson)
		})),
		written: content[lang]?.guides?.[slug]
	};
}

/**
 * What is tried in a lesson: the task of a pretend phone, or else how the practice begins. Who writes in a pretend inbox is
 * not said: often it is only a number, and on paper that looks like one to call.
 */
function triesOf({ steps }: Lesson): string[] {
	return steps.flatMap((step) => {
		if (step.kind !== 'practice') return [];
		const { practice } = step;
		return [practice.type === 'phone' ? practice.task : step.sentences.join(' ')];
	});
}
