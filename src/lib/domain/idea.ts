/** An idea: how a challenge could be solved. A person, a group or the city's staff proposes it; staff publish it. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { languages, type Language } from './language.ts';
import { isBlank, lengthOf, longestWords, wordsSchema } from './words.ts';

/** The most people who may have thought of one together. */
export const mostPeople = 60;

/** The body of the submission. */
export const ideaBodySchema = v.strictObject({
	challenge: idSchema,
	/** May be blank only where the envelope has a recording. */
	words: wordsSchema,
	/** How many thought of it together; 1 for one alone. */
	people: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostPeople)),
	consent: v.strictObject({
		version: v.pipe(v.number(), v.integer(), v.minValue(1)),
		publish: v.boolean()
	})
});

export type IdeaBody = v.InferOutput<typeof ideaBodySchema>;

/** Where an idea stands. Only a published one is public, and only in the words that staff published. */
export const ideaStates = ['waiting', 'published', 'refused'] as const;

export type IdeaState = (typeof ideaStates)[number];

export type IdeaTexts = Partial<Record<Language, string>>;

const text = v.pipe(v.string(), v.check(isIdeaText));

/** The body of a publication `idea`. */
export const ideaSchema = v.object({
	/** Its own: nobody can tell by it which submission it was. */
	id: idSchema,
	challenge: idSchema,
	texts: v.record(v.picklist(languages), text),
	people: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** How many devices support it, as a count may be shown (`shownCount`). */
	supports: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
	by: v.picklist(['citizen', 'staff'])
});

export type Idea = Omit<v.InferOutput<typeof ideaSchema>, 'texts'> & { texts: IdeaTexts };

/** An idea as a page shows it. */
export interface ShownIdea extends Omit<Idea, 'texts'> {
	text: string;
	/** In which language the words are. */
	lang: Language;
}

/** May this be read by everybody as an idea? */
export function isIdeaText(words: string): boolean {
	return !isBlank(words) && lengthOf(words) <= longestWords;
}
