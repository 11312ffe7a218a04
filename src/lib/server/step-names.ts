/** How lessons and their steps are called, for a reader of one language. */
import { languages, type Language } from '../domain/language.ts';
import type { StepName } from '../domain/learning.ts';
import { getLesson, listModules } from './lessons.ts';

/** English has every lesson, the others follow. */
function orderFor(lang: Language): Language[] {
	return [...new Set<Language>([lang, 'en', ...languages])];
}

/** The name of a step in the reader's language, or in the first one that has its lesson. */
export function nameStep(lang: Language, lesson: string, step: string): StepName {
	const [module = '', slug = ''] = lesson.split('/');
	for (const each of orderFor(lang)) {
		const found = getLesson(each, module, slug);
		if (!found) continue;
		const there = found.steps.find(({ id }) => id === step);
		return {
			lang: each,
			module: listModules(each).find(({ slug }) => slug === module)?.title ?? module,
			lesson: found.title,
			step: there?.title ?? step,
			href: `/${each}/learn/${lesson}#${step}`,
			asks: there === undefined || (there.kind === 'practice' && found.stuck !== undefined)
		};
	}
	return { lang: null, module, lesson: slug || lesson, step, href: null, asks: true };
}

/** All modules in their order, by id, each in the reader's language or the first one that has it. */
export function moduleTitles(lang: Language): Map<string, string> {
	const titles = new Map<string, string>();
	// English first, for the order; the reader's last, for the words
	for (const each of ['en' as const, ...orderFor(lang).reverse()]) {
		for (const { slug, title } of listModules(each)) titles.set(slug, title);
	}
	return titles;
}

/** The lessons of a module, as `module/lesson`, whatever language has them. */
export function lessonsOf(module: string): string[] {
	const all = languages.flatMap((lang) => listModules(lang));
	const lessons = all.filter(({ slug }) => slug === module).flatMap(({ lessons }) => lessons);
	return [...new Set(lessons.map(({ slug }) => `${module}/${slug}`))];
}
