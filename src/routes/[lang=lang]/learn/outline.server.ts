import type { Language } from '$lib/domain/language.ts';
import { skillsOf } from '$lib/domain/lesson.ts';
import { city } from '$lib/server/city.ts';
import { getLesson, listModules } from '$lib/server/lessons.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import type { ModuleInList, ModuleOutline } from '$lib/ui/learn/place.ts';

/** The modules of a language with their lessons and the ids of their steps: what lists and "go on" need. */
export async function outline(lang: Language): Promise<ModuleOutline[]> {
	const swaps = await readSwaps(city().db);
	return listModules(lang, swaps).map((module) => ({
		...module,
		lessons: module.lessons.map((stub) => {
			// what the city calls itself changes no step
			const { steps } = getLesson(lang, stub.module, stub.slug) ?? { steps: [] };
			return { ...stub, stepIds: steps.map(({ id }) => id), skills: skillsOf({ steps }) };
		})
	}));
}

/** The same for pages that list everything and are kept on every phone: as little as they can do with. */
export async function modulesInList(lang: Language): Promise<ModuleInList[]> {
	return listModules(lang, await readSwaps(city().db)).map(({ slug, title, picture, lessons }) => ({
		slug,
		title,
		picture,
		lessons: lessons.map((lesson) => ({ slug: lesson.slug, steps: lesson.steps }))
	}));
}
