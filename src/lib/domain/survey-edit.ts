/** What staff do to a survey that they write: every step gives a new one, and nothing else of it changes. */
import { optionsOf, type Question, type QuestionKind, type Survey } from './survey.ts';

/** A question of a kind, without words yet. */
export function emptyQuestion(kind: QuestionKind, id: string): Question {
	const asked = { id, texts: {}, required: false };
	if (kind === 'one' || kind === 'many') return { ...asked, kind, options: [] };
	return kind === 'number' ? { ...asked, kind, least: 0, most: 100 } : { ...asked, kind };
}

/** With this question behind all others. */
export function withQuestion(survey: Survey, question: Question): Survey {
	return { ...survey, questions: [...survey.questions, question] };
}

/** With the question one place nearer to the beginning, or to the end; where it stands at that end already, as it was. */
export function moveQuestion(survey: Survey, id: string, by: -1 | 1): Survey {
	const questions = [...survey.questions];
	const from = questions.findIndex((each) => each.id === id);
	const to = from + by;
	const [moved, other] = [questions[from], questions[to]];
	if (!moved || !other) return survey;
	questions[from] = other;
	questions[to] = moved;
	return { ...survey, questions };
}

/** Without the question, and without what led to it. */
export function withoutQuestion(survey: Survey, id: string): Survey {
	const questions = survey.questions
		.filter((each) => each.id !== id)
		.map((question) => {
			const kept = withoutNext(question, id);
			if (!('options' in kept)) return kept;
			return { ...kept, options: kept.options.map((option) => withoutNext(option, id)) };
		});
	const views = survey.views
		?.map((view) => ({ ...view, questions: view.questions.filter((each) => each !== id) }))
		.filter((view) => view.questions.length > 0);
	return { ...survey, questions, ...(views && { views }) };
}

function withoutNext<T extends { next?: string | undefined }>(one: T, id: string): T {
	if (one.next !== id) return one;
	const kept = { ...one };
	delete kept.next;
	return kept;
}

/** With one more option, without words yet; of a question without options as it was. */
export function withOption(survey: Survey, question: string, option: string): Survey {
	return changeOptions(survey, question, (options) => [...options, { id: option, texts: {} }]);
}

export function withoutOption(survey: Survey, question: string, option: string): Survey {
	return changeOptions(survey, question, (options) => options.filter(({ id }) => id !== option));
}

function changeOptions(
	survey: Survey,
	id: string,
	change: (options: ReturnType<typeof optionsOf>) => ReturnType<typeof optionsOf>
): Survey {
	const questions = survey.questions.map((question) =>
		question.id === id && 'options' in question
			? { ...question, options: change(question.options) }
			: question
	);
	return { ...survey, questions };
}
