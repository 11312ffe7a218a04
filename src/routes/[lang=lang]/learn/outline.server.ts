import type { Language } from '$lib/domain/language.ts';
import { skillsOf } from '$lib/domain/lesson.ts';
import { getLesson, listModules } from '$lib/server/lessons.ts';
import type { ModuleInList, ModuleOutline } from '$lib/ui/learn/place.ts';

/** The modules of a language with their lessons and the ids of their steps: what lists and "go on" need. */
export function outline(lang: Language): ModuleOutline[] {
	return listModules(lang).map((module) => ({
		...module,
		lessons: module.lessons.map((stub) => {
			const { steps } = getLesson(lang, stub.module, stub.slug) ?? { steps: [] };
			return { ...stub, stepIds: steps.map(({ id }) => id), skills: skillsOf({ steps }) };
		})
	}));
}

/** The same for pages that list everything and are kept on every phone: as little as they can do with. */
export function modulesInList(lang: Language): ModuleInList[] {
	return listModules(lang).map(({ slug, title, picture, lessons }) => ({
		slug,
		title,
		picture,
		lessons: lessons.map((lesson) => ({ slug: lesson.slug, steps: lesson.steps }))
	}));
}
