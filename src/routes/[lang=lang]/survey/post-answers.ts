/** Sends answers as the plain form does, straight to the city, from a phone that has no room to keep them. */
import { randomBytes } from '$lib/device/chance.ts';
import { toBase64Url } from '$lib/domain/fingerprint.ts';
import { makeId } from '$lib/domain/id.ts';
import type { Answers } from '$lib/domain/survey-answer.ts';
import { answerFields } from './answer-fields.ts';

/**
 * Posts them; the page that answers says where they are. Without internet the browser says so.
 * @param by whose they are, where she answered this survey before: with it they take the place of those
 */
export function postAnswers(
	survey: string,
	answers: Answers,
	by = toBase64Url(randomBytes(16)),
	now = Date.now()
): void {
	const form = document.createElement('form');
	form.method = 'post';
	form.action = '?/send';
	form.hidden = true;
	const identity = { id: makeId(now, randomBytes(10)), by };
	for (const [name, value] of answerFields(survey, identity, answers)) {
		form.append(Object.assign(document.createElement('input'), { name, value }));
	}
	document.body.append(form);
	form.submit();
}
