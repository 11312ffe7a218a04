/** What a person answered before, as it stands to the survey of today. */
import type { Survey } from '$lib/domain/survey.ts';
import { isAnswerTo, pathOf, type Answers } from '$lib/domain/survey-answer.ts';

/** Those of her answers that still answer a question of the survey: the city may have changed it since. */
export function fitting(survey: Survey, answers: Answers): Answers {
	return Object.fromEntries(
		survey.questions.flatMap((question) => {
			const value = answers[question.id];
			return value !== undefined && isAnswerTo(question, value) ? [[question.id, value]] : [];
		})
	);
}

/** The place of the first question on her way that has no answer, spoken or not; behind the last one where all have. */
export function firstOpen(survey: Survey, answers: Answers, spoken: readonly string[]): number {
	const path = pathOf(survey, answers);
	const open = path.findIndex(
		(question) => !spoken.includes(question.id) && !isAnswerTo(question, answers[question.id])
	);
	return open < 0 ? path.length : open;
}
