import { byModule, readLearningFilter, writeLearningFilter } from '$lib/domain/learning.ts';
import { signedIn } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { readLearning } from '$lib/server/learning.ts';
import { lessonsOf, moduleTitles, nameStep } from '$lib/server/step-names.ts';

/** So many steps a page shows; the file has all. */
const pageLength = 60;

export const load = async ({ locals, url }) => {
	const { lang } = signedIn(locals);
	const filter = readLearningFilter(url.searchParams);
	const lessons = filter.module === null ? undefined : lessonsOf(filter.module);
	const steps = await readLearning(city().db, filter, new Date(), lessons);
	const named = steps
		.slice(0, pageLength)
		.map((figures) => ({ ...figures, name: nameStep(lang, figures.lesson, figures.step) }));
	return {
		filter,
		modules: moduleTitles(lang),
		groups: [...byModule(named)],
		more: Math.max(0, steps.length - pageLength),
		file: `/staff/learning.csv${writeLearningFilter(filter)}`
	};
};
