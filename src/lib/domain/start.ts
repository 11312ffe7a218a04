/** "Where do I start?": out of a few tasks that somebody has shown or not yet, the lessons that fit now. Nothing is graded. */
import type { Lesson, PracticeStep } from './lesson.ts';

/** What came of a task: shown alone, shown with help, or not yet. */
export const startAnswers = ['alone', 'helped', 'notYet'] as const;

export type StartAnswer = (typeof startAnswers)[number];

/** Answers by the slug of the module that they are about. */
export type StartAnswers = Readonly<Record<string, StartAnswer>>;

/** After so many tasks in a row that are not yet there, the next ones would only discourage. */
const enoughNotYet = 3;

/** So many lessons are suggested at once. */
export const mostSuggested = 3;

/** Has enough been asked to suggest lessons? */
export function isEnough(answers: readonly StartAnswer[]): boolean {
	return (
		answers.length >= enoughNotYet && answers.slice(-enoughNotYet).every((a) => a === 'notYet')
	);
}

/** The practice with which somebody shows that she can do what a lesson teaches. */
export function shownPractice(lesson: Lesson | undefined): PracticeStep | undefined {
	return lesson?.steps.find((step) => step.kind === 'practice');
}

/**
 * The lessons to go on with, at most `mostSuggested`: of the modules in their order, those that were not shown alone; a
 * module that was not asked about comes after those that were.
 * @param modules in their order, each with the lessons that are not done yet
 */
export function suggestedLessons<Lesson>(
	modules: readonly { slug: string; open: readonly Lesson[] }[],
	answers: StartAnswers
): Lesson[] {
	const weight = ({ slug }: { slug: string }) => {
		const answer = answers[slug];
		if (answer === 'notYet') return 0;
		if (answer === 'helped') return 1;
		return answer === 'alone' ? 3 : 2;
	};
	const ordered = modules
		.map((module, place) => ({ module, place }))
		.sort((a, b) => weight(a.module) - weight(b.module) || a.place - b.place)
		.filter(({ module }) => answers[module.slug] !== 'alone')
		.flatMap(({ module: { open } }) => open.slice(0, 1));
	return ordered.slice(0, mostSuggested);
}
