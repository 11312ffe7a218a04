/** Staff try a survey as a citizen answers it, by addresses alone: nothing of it is kept, or sent anywhere. */
import type { Question, Survey } from '../domain/survey.ts';
import { isAnswerTo, pathOf, type Answers } from '../domain/survey-answer.ts';
import { readAnswers } from './receive-answer.ts';

export interface SurveyWalk {
	/** Which question of her way it is, from 0; none behind the last one. */
	at: number;
	question: Question | undefined;
	/** What was answered on the way. */
	answers: Answers;
	/** Is an answer wanted before she goes on? */
	isWanted: boolean;
}

/** Where she is: `walk` in the address says how far she wants to be, and each `a-<question>` what she answered. */
export function walkOf(survey: Survey, address: URLSearchParams): SurveyWalk {
	const form = new FormData();
	for (const [name, value] of address) form.append(name, value);
	const answers = readAnswers(survey, form);
	const path = pathOf(survey, answers);
	const asked = /^\d{1,3}$/.test(address.get('walk') ?? '') ? Number(address.get('walk')) : 0;
	const wanted = Math.min(asked, path.length);
	const open = path
		.slice(0, wanted)
		.findIndex(
			(each) => (each.required || each.id in answers) && !isAnswerTo(each, answers[each.id])
		);
	const at = open < 0 ? wanted : open;
	return { at, question: path[at], answers, isWanted: open >= 0 };
}
