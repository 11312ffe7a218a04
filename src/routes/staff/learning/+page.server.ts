import { byModule, readLearningFilter, writeLearningFilter } from '$lib/domain/learning.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { listConfidence } from '$lib/server/confidence.ts';
import { listHeldSessions } from '$lib/server/held-sessions.ts';
import { readLearning } from '$lib/server/learning.ts';
import { lessonsOf, moduleTitles, nameStep } from '$lib/server/step-names.ts';

/** So many steps a page shows; the file has all. */
const pageLength = 60;
/** And so many of the sessions that were told last. */
const mostSessions = 50;

export const load = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'numbers.read');
	const filter = readLearningFilter(url.searchParams);
	const lessons = filter.module === null ? undefined : lessonsOf(filter.module);
	const asked = { lessons, most: pageLength };
	const { steps, more } = await readLearning(city().db, filter, new Date(), asked);
	const named = steps.map((figures) => ({
		...figures,
		name: nameStep(lang, figures.lesson, figures.step)
	}));
	return {
		filter,
		sessions: await listHeldSessions(city().db, mostSessions),
		confidence: await listConfidence(city().db),
		modules: moduleTitles(lang),
		groups: [...byModule(named)],
		more,
		file: `/staff/learning.csv${writeLearningFilter(filter)}`
	};
};
