/** Answers to a survey that a plain form posted: looked at once more by their person, then taken as a phone's would be. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { canonicalText } from '../domain/fingerprint.ts';
import { idSchema, makeId, timeOfId } from '../domain/id.ts';
import { sealFor } from '../domain/seal.ts';
import type { PublishedSurvey, Question, Survey } from '../domain/survey.ts';
import {
	answerBodySchema,
	onTheWay,
	type Answers,
	type AnswerValue
} from '../domain/survey-answer.ts';
import { tidyWords } from '../domain/words.ts';
import type { City } from './city.ts';
import { cryptography } from './cryptography.ts';
import { textOf } from './form-problems.ts';

/** Who answers are: made with the page on which they are looked at, so that a second tap tells the same. */
export interface AnswerIdentity {
	id: string;
	by: string;
}

/** A new one. */
export function newAnswerIdentity(now: Date): AnswerIdentity {
	return {
		id: makeId(now.getTime(), randomBytes(10)),
		by: randomBytes(16).toString('base64url')
	};
}

/** The answers in a form, each in the field `a-<question>`; those to which their way does not lead are left out. */
export function readAnswers(survey: Survey, form: FormData): Answers {
	const answers = survey.questions.flatMap((question) => {
		const value = readValue(question, form);
		return value === undefined ? [] : [[question.id, value] as const];
	});
	return onTheWay(survey, Object.fromEntries(answers));
}

function readValue({ id, kind }: Question, form: FormData): AnswerValue | undefined {
	const given = form.getAll(`a-${id}`).filter((each) => typeof each === 'string');
	const text = tidyWords(given[0] ?? '');
	if (text === '') return undefined;
	if (kind === 'many') return [...new Set(given)];
	if (kind !== 'scale' && kind !== 'number') return text;
	const number = Number(text);
	return Number.isFinite(number) ? number : undefined;
}

/**
 * Takes answers by the same door as a phone's; at a hub sealed before anything of them is kept.
 * @returns whether they are at the city, at this hub, or taken by nobody
 */
export async function receiveAnswers(
	city: Pick<City, 'door' | 'hub'>,
	{ id: survey, revision }: Pick<PublishedSurvey, 'id' | 'revision'>,
	answers: Answers,
	form: FormData,
	lang: string,
	now: Date,
	address: string
): Promise<'at-city' | 'at-hub' | undefined> {
	const id = textOf(form, 'id');
	const read = v.safeParse(answerBodySchema, { survey, revision, by: textOf(form, 'by'), answers });
	if (!read.success || !v.is(idSchema, id)) return undefined;
	const envelope: EnvelopeOf<'answer'> = {
		...{ id, kind: 'answer', schema: 1, lang, media: [], body: read.output },
		madeAt: new Date(timeOfId(id)).toISOString()
	};
	const key = city.hub && city.door.keySet()?.keys.find(({ use }) => use === 'enc');
	if (city.hub && !key) return undefined;
	const letter = key
		? { id, sealed: await sealFor(cryptography, key, canonicalText(envelope)), media: [] }
		: envelope;
	const answer = await city.door.receive(
		{ v: 1, submissions: [letter] },
		now,
		null,
		false,
		address
	);
	const result = 'refused' in answer ? undefined : answer.results[0]?.result;
	if (result === 'held') return 'at-hub';
	return result === 'accepted' || result === 'duplicate' ? 'at-city' : undefined;
}
