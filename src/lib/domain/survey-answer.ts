/** What a person answers to a survey, the way that her answers lead her, and whether they fit the survey that she saw. */
import * as v from 'valibot';
import { timeOfId } from './id.ts';
import { idSchema } from './id.ts';
import { mostSpoken } from './media.ts';
import { placeSchema } from './need.ts';
import {
	faces,
	longestAnswer,
	most,
	optionsOf,
	placeOf,
	type Question,
	type Survey,
	type Target
} from './survey.ts';
import { isBlank, lengthOf, wordsSchema } from './words.ts';

const name = v.pipe(v.string(), v.maxLength(40));

/** The answer to one question: an option, a place or words; options; a face or a number; null for *I do not know*. */
const valueSchema = v.nullable(
	v.union([
		wordsSchema,
		v.pipe(v.array(name), v.maxLength(most.options)),
		v.pipe(v.number(), v.finite())
	])
);

const answersSchema = v.pipe(
	v.record(name, valueSchema),
	v.check((answers) => Object.keys(answers).length <= most.questions)
);

export type AnswerValue = v.InferOutput<typeof valueSchema>;
/** By the id of the question; one that she has not come to is not there. */
export type Answers = v.InferOutput<typeof answersSchema>;

/**
 * The body of the submission. `by` is made by chance for this one survey and person: with it she corrects her answers,
 * and nobody can tell that two surveys were answered by the same one.
 */
export const answerBodySchema = v.strictObject({
	survey: idSchema,
	revision: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1)),
	by: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
	answers: answersSchema,
	/** The questions that are answered by voice: the recordings of the envelope, in this order. */
	spoken: v.optional(
		v.pipe(
			v.array(name),
			v.minLength(1),
			v.maxLength(mostSpoken),
			v.check((ids) => new Set(ids).size === ids.length)
		)
	)
});

export type AnswerBody = v.InferOutput<typeof answerBodySchema>;

/** The questions that these answers lead to, in their order: always forward, so it always ends. */
export function pathOf(survey: Survey, answers: Answers): Question[] {
	const path: Question[] = [];
	for (let at = 0; at < survey.questions.length;) {
		const question = survey.questions[at] as Question;
		path.push(question);
		at = placeAfter(survey, at, answers[question.id]);
	}
	return path;
}

function placeAfter(survey: Survey, at: number, value: AnswerValue | undefined): number {
	const question = survey.questions[at] as Question;
	const chosen = optionsOf(question).find(({ id }) => question.kind === 'one' && id === value);
	const next = chosen?.next ?? question.next;
	// what leads back, or nowhere, leads on: nobody walks in a circle
	return Math.max(at + 1, next === undefined ? 0 : placeOf(survey, next));
}

/** Those of the answers to which their way leads: an answer that was skipped by a later change of mind is none. */
export function onTheWay(survey: Survey, answers: Answers): Answers {
	const ids = pathOf(survey, answers).map(({ id }) => id);
	return Object.fromEntries(
		ids.flatMap((id) => (id in answers ? [[id, answers[id] ?? null]] : []))
	);
}

/** Is this an answer to the question? *I do not know* is one wherever none is wanted. */
export function isAnswerTo(question: Question, value: AnswerValue | undefined): boolean {
	if (value === undefined || value === null) return !question.required && value === null;
	switch (question.kind) {
		case 'one':
			return question.options.some(({ id }) => id === value);
		case 'many':
			return (
				Array.isArray(value) &&
				value.length > 0 &&
				new Set(value).size === value.length &&
				value.every((each) => question.options.some(({ id }) => id === each))
			);
		case 'scale':
			return faces.some((face) => face === value);
		case 'number':
			return (
				Number.isInteger(value) &&
				(value as number) >= question.least &&
				(value as number) <= question.most
			);
		case 'text':
			return typeof value === 'string' && !isBlank(value) && lengthOf(value) <= longestAnswer;
		case 'place':
			return v.is(placeSchema, value);
	}
}

/**
 * The question at which answers do not fit a survey; undefined where they fit from the first question to the end.
 * @param spoken the questions that are answered by voice
 */
export function unfitAnswer(
	survey: Survey,
	answers: Answers,
	spoken: readonly string[] = []
): string | undefined {
	const path = pathOf(survey, answers);
	const strange =
		Object.keys(answers).find((id) => !path.some((each) => each.id === id)) ??
		spoken.find((id) => !path.some((each) => each.id === id && each.kind === 'text'));
	const isOpen = ({ id }: Question) => !spoken.includes(id) || answers[id] !== undefined;
	return (
		strange ?? path.filter(isOpen).find((question) => !fits(question, answers[question.id]))?.id
	);
}

/** A question that is not wanted may be left out altogether. */
function fits(question: Question, value: AnswerValue | undefined): boolean {
	return (value === undefined && !question.required) || isAnswerTo(question, value);
}

/** A session may begin so much before its hour, in milliseconds. */
const early = 2 * 60 * 60_000;

/** Does it ask whoever is in this session now, or in none? A session that is held has its start in its id. */
export function isAsked(target: Target, joined?: { id: string; lab: string }): boolean {
	if (target.kind === 'all') return true;
	if (joined?.lab !== target.lab) return false;
	if (target.kind === 'lab') return true;
	const startedAt = timeOfId(joined.id);
	return startedAt >= Date.parse(target.startsAt) - early && startedAt < Date.parse(target.endsAt);
}
