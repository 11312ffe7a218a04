/** Results put together as a survey says. */
import type { Survey, Texts } from '../../../domain/survey.ts';

/** Each view with its questions that there are results of; then, without a title, those that are in none. */
export function inViews<T extends { id: string }>(
	{ views = [] }: Survey,
	questions: readonly T[]
): { title?: Texts; questions: T[] }[] {
	const named = new Set(views.flatMap((view) => view.questions));
	const all = [
		...views.map((view) => ({
			title: view.title,
			questions: questions.filter(({ id }) => view.questions.includes(id))
		})),
		...questions.filter(({ id }) => !named.has(id)).map((question) => ({ questions: [question] }))
	];
	return all.filter((view) => view.questions.length > 0);
}
