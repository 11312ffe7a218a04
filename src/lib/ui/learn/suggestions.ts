/** Lessons to go to: those that fit after "Where do I start?", and those whose time to be done once more has come. */
import { lessonName } from '../../domain/lesson.ts';
import { isDueAgain } from '../../domain/mastery.ts';
import { suggestedLessons, type StartAnswers } from '../../domain/start.ts';
import { isLaid, type ModuleInList, type StepsDone, type TriesMade } from './place.ts';

/** A lesson to go to, under the name and the picture of its module. */
export interface Suggestion {
	module: string;
	slug: string;
	title: string;
	picture: string;
}

/** The lessons that fit now, after what was shown in "Where do I start?". */
export function suggestionsIn(
	modules: readonly ModuleInList[],
	done: StepsDone,
	answers: StartAnswers
): Suggestion[] {
	const open = modules.map(({ slug: module, title, picture, lessons }) => ({
		slug: module,
		open: lessons
			.filter((lesson) => !isLaid(module, lesson, done))
			.map(({ slug }) => ({ module, slug, title, picture }))
	}));
	return suggestedLessons(open, answers);
}

/** So many lessons are offered once more at a time. */
const mostAgain = 2;

/** The lessons whose time to do them once more has come, those that waited longest first. */
export function lessonsToRepeat(
	modules: readonly ModuleInList[],
	tries: TriesMade,
	today: string
): Suggestion[] {
	const lastDay = (lesson: string) =>
		Object.values(tries[lesson] ?? {})
			.flatMap((made) => made.map(({ day }) => day))
			.reduce((last, day) => (day > last ? day : last), '');
	return modules
		.flatMap(({ slug: module, title, picture, lessons }) =>
			lessons.map(({ slug }) => ({ module, slug, title, picture }))
		)
		.filter((lesson) =>
			Object.values(tries[lessonName(lesson)] ?? {}).some((made) => isDueAgain(made, today))
		)
		.sort((a, b) => (lastDay(lessonName(a)) < lastDay(lessonName(b)) ? -1 : 1))
		.slice(0, mostAgain);
}
