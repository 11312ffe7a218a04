/**
 * A survey: some short questions that the city asks, in as many languages as staff wrote. Questions stand in one order, and
 * whoever answers only ever goes forward in it: what was chosen may skip some, never lead back.
 */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { instantSchema } from './instant.ts';
import { languages, type Language } from './language.ts';
import { isBlank, lengthOf } from './words.ts';

/** The most of each, so that a survey stays short and fits on every phone. */
export const most = {
	questions: 20,
	options: 16,
	title: 80,
	intro: 200,
	question: 160,
	option: 80
};

/** The longest answer in words, in characters. */
export const longestAnswer = 500;

/** Faces of a scale, from the saddest. */
export const faces = [1, 2, 3, 4, 5] as const;

export const questionKinds = ['one', 'many', 'scale', 'number', 'text', 'place'] as const;

export type QuestionKind = (typeof questionKinds)[number];

/** Where a survey ends, in the place of the id of a question. */
export const end = 'end';

/** Drawings that every phone has, to stand beside the words of an option. */
export const pictures = [
	...['house', 'landmark', 'map-pin', 'globe', 'wifi', 'smartphone', 'monitor', 'mail'],
	...['book-open', 'graduation-cap', 'megaphone', 'message-square', 'hand', 'accessibility'],
	...['life-buoy', 'shield', 'key', 'clock', 'search', 'layers', 'sliders-horizontal', 'pencil'],
	'circle-help'
] as const;

const nameSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));

const textsSchema = (longest: number): v.GenericSchema<Partial<Record<Language, string>>> =>
	v.record(
		v.picklist(languages),
		v.pipe(
			v.string(),
			v.check((text) => !isBlank(text) && lengthOf(text) <= longest)
		)
	);

const optionSchema = v.strictObject({
	id: nameSchema,
	texts: textsSchema(most.option),
	picture: v.optional(v.picklist(pictures)),
	/** The question that follows whoever chose this; the next one where nothing is said. */
	next: v.optional(nameSchema)
});

const asked = {
	id: nameSchema,
	texts: textsSchema(most.question),
	/** Is an answer wanted? Else *I do not know* is one. */
	required: v.boolean(),
	next: v.optional(nameSchema)
};

const options = v.pipe(
	v.array(optionSchema),
	v.maxLength(most.options),
	v.check((all) => hasOwnIds(all))
);
const amount = v.pipe(v.number(), v.integer(), v.minValue(-1_000_000), v.maxValue(1_000_000));

const questionSchema = v.variant('kind', [
	v.strictObject({ ...asked, kind: v.literal('one'), options }),
	v.strictObject({ ...asked, kind: v.literal('many'), options }),
	v.strictObject({ ...asked, kind: v.literal('scale') }),
	v.strictObject({ ...asked, kind: v.literal('number'), least: amount, most: amount }),
	v.strictObject({ ...asked, kind: v.literal('text') }),
	v.strictObject({ ...asked, kind: v.literal('place') })
]);

/** What is asked. What staff are still writing fits too: `mistakesIn` says what keeps it from being published. */
export const surveySchema = v.strictObject({
	title: textsSchema(most.title),
	intro: textsSchema(most.intro),
	questions: v.pipe(
		v.array(questionSchema),
		v.maxLength(most.questions),
		v.check((all) => hasOwnIds(all))
	),
	/** How results are put together: each a title with its questions; those in none stand by themselves. */
	views: v.optional(
		v.array(v.strictObject({ title: textsSchema(most.title), questions: v.array(nameSchema) }))
	)
});

export type Survey = v.InferOutput<typeof surveySchema>;
export type Question = Survey['questions'][number];
export type Option = v.InferOutput<typeof optionSchema>;
export type Texts = Survey['title'];

/** Whom it asks: everybody, who is at a lab, or who is in one planned session. */
const targetSchema = v.variant('kind', [
	v.strictObject({ kind: v.literal('all') }),
	v.strictObject({ kind: v.literal('lab'), lab: idSchema }),
	v.strictObject({
		kind: v.literal('session'),
		lab: idSchema,
		session: idSchema,
		startsAt: instantSchema,
		endsAt: instantSchema
	})
]);

export type Target = v.InferOutput<typeof targetSchema>;

const ofPilotSchema = v.strictObject({
	id: idSchema,
	round: v.pipe(v.number(), v.integer(), v.minValue(1))
});

export type OfPilot = v.InferOutput<typeof ofPilotSchema>;

/** The body of a publication `survey`. */
export const publishedSurveySchema = v.strictObject({
	id: idSchema,
	/** Goes up each time that it is published in other words. */
	revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
	publishedAt: v.pipe(v.string(), v.isoTimestamp()),
	target: targetSchema,
	survey: surveySchema,
	/** The pilot on which it asks for feedback; `round` counts from 1 among those of that pilot. */
	pilot: v.exactOptional(ofPilotSchema)
});

export type PublishedSurvey = v.InferOutput<typeof publishedSurveySchema>;

/** The options of a question that is answered by choosing. */
export function optionsOf(question: Question): Option[] {
	return 'options' in question ? question.options : [];
}

/** What was written in the first of these languages that has it; empty where none has. */
export function textFor(
	texts: Texts,
	order: readonly Language[]
): { text: string; lang: Language } {
	const lang = order.find((each) => texts[each] !== undefined) ?? order[0] ?? 'en';
	return { text: texts[lang] ?? '', lang };
}

/** The survey in one language: the first of these that says all of it, else of those in which it is whole. */
export function inOneLanguage(
	survey: Survey,
	order: readonly Language[]
): { survey: Survey; lang: Language } | undefined {
	const missing = missingIn(survey);
	const lang = [...order, ...languages].find((each) => missing[each] === 0);
	if (!lang) return undefined;
	const only = (texts: Texts): Texts => ({ [lang]: texts[lang] ?? '' });
	const questions = survey.questions.map((question): Question => {
		const asked = { ...question, texts: only(question.texts) };
		if (!('options' in asked)) return asked;
		const options = asked.options.map((option) => ({ ...option, texts: only(option.texts) }));
		return { ...asked, options };
	});
	return {
		survey: { title: only(survey.title), intro: only(survey.intro), questions },
		lang
	};
}

/** All that has to be written in each language. */
export function textsOf({ title, intro, questions }: Survey): Texts[] {
	const asking = questions.flatMap((each) => [each.texts, ...optionsOf(each).map((o) => o.texts)]);
	return [title, intro, ...asking];
}

/** How many of its texts nobody has written yet, in each language. */
export function missingIn(survey: Survey): Record<Language, number> {
	const texts = textsOf(survey);
	const count = (lang: Language) => texts.filter((each) => each[lang] === undefined).length;
	return Object.fromEntries(languages.map((lang) => [lang, count(lang)])) as Record<
		Language,
		number
	>;
}

/** Why a survey cannot be published; `question` counts from 1. */
export interface Mistake {
	code: 'no-question' | 'few-options' | 'goes-back' | 'bounds' | 'no-language' | 'no-pilot';
	question?: number;
}

/** What keeps a survey from being published. */
export function mistakesIn(survey: Survey): Mistake[] {
	const mistakes: Mistake[] = [];
	if (survey.questions.length === 0) mistakes.push({ code: 'no-question' });
	survey.questions.forEach((question, at) => {
		const found = (code: Mistake['code']) => mistakes.push({ code, question: at + 1 });
		if ('options' in question && question.options.length < 2) found('few-options');
		const targets = [question.next, ...optionsOf(question).map(({ next }) => next)];
		if (targets.some((next) => next !== undefined && placeOf(survey, next) <= at))
			found('goes-back');
		if (question.kind === 'number' && question.least >= question.most) found('bounds');
	});
	if (!Object.values(missingIn(survey)).includes(0)) mistakes.push({ code: 'no-language' });
	return mistakes;
}

/** The place of a question in the order, the number of all for the end; -1 where there is no such question. */
export function placeOf({ questions }: Survey, id: string): number {
	return id === end ? questions.length : questions.findIndex((each) => each.id === id);
}

function hasOwnIds(all: readonly { id: string }[]): boolean {
	return new Set(all.map(({ id }) => id)).size === all.length && all.every(({ id }) => id !== end);
}
