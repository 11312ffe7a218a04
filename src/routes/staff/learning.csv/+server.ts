import { readLearningFilter } from '$lib/domain/learning.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { csvFile } from '$lib/server/csv-file.ts';
import { readLearning } from '$lib/server/learning.ts';
import { lessonsOf, nameStep } from '$lib/server/step-names.ts';
import type { RequestHandler } from './$types';

/** The names of the columns are the same in every language, so that a program that reads them goes on. */
const columns = [
	...['lesson', 'step', 'module_title', 'lesson_title', 'step_title'],
	...['tries', 'stopped', 'helped', 'left', 'alone', 'median_seconds', 'needs']
];

/** What `/staff/learning` shows, with the same numbers hidden and rounded, as a file. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'numbers.read');
	const filter = readLearningFilter(url.searchParams);
	const lessons = filter.module === null ? undefined : lessonsOf(filter.module);
	const now = new Date();
	const { steps } = await readLearning(city().db, filter, now, { lessons });
	const rows = steps.map((step) => {
		const name = nameStep(lang, step.lesson, step.step);
		return [
			...[step.lesson, step.step, name.module, name.lesson, name.step],
			...[step.tries, step.stopped, step.helped, step.left, step.alone, step.seconds, step.needs]
		];
	});
	return csvFile('learning', [columns, ...rows], now);
};
