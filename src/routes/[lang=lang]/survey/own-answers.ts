/** What a person answered before, as it stands to the survey of today. */
import { mostRecordings } from '$lib/domain/media.ts';
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

/**
 * The place of the first question on her way that has no answer, spoken or not, or more than one recording; behind the last
 * one where all have one.
 * @param spoken the question of each recording
 */
export function firstOpen(survey: Survey, answers: Answers, spoken: readonly string[]): number {
	const path = pathOf(survey, answers);
	const open = path.findIndex((question) => {
		const { length } = spoken.filter((id) => id === question.id);
		return length > mostRecordings || (length === 0 && !isAnswerTo(question, answers[question.id]));
	});
	return open < 0 ? path.length : open;
}
