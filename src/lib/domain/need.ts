/** A need: what a citizen asks the city for. */
import * as v from 'valibot';
import { aboutYouSchema } from './about-you.ts';
import { wordsSchema } from './words.ts';

export const topics = [
	'skills',
	'connection',
	'device',
	'service',
	'information',
	'safety',
	'access',
	'other'
] as const;

export type Topic = (typeof topics)[number];

/** The largest group of which a need is told. */
export const mostPeople = 999;

/** The version of the consent text that a person saw when she told her need. */
export const consentVersion = 1;

/** Where a need stands, as phones are told it; the city knows more: need-state.ts. A citizen sees fewer: `trackOf`. */
export const needStates = [
	'received',
	'read',
	'in work',
	'answered',
	'declined',
	'withdrawn'
] as const;

export type NeedState = (typeof needStates)[number];

/** The name of a neighbourhood in the city's settings. */
export const placeSchema = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/, 'place'));

/** How a trainer told a need for others: of a group, on behalf of somebody, or from a form on paper. */
export const toldHows = ['group', 'behalf', 'paper'] as const;

export type ToldHow = (typeof toldHows)[number];

/** That a need was told for others, and how. Whoever told it herself says nothing of it. */
const toldSchema = v.strictObject({
	how: v.picklist(toldHows),
	/** How many people of the group it is of. */
	people: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostPeople))),
	/** The day on which the paper was written (ISO 8601), as it stands there. */
	writtenOn: v.optional(v.pipe(v.string(), v.isoDate()))
});

export type Told = v.InferOutput<typeof toldSchema>;

/** The body of a need on the wire. */
export const needBodySchema = v.strictObject({
	topic: v.picklist(topics, 'topic'),
	/** May be blank only where the envelope has a recording. */
	words: wordsSchema,
	place: v.nullable(placeSchema),
	consent: v.strictObject({
		version: v.pipe(v.number(), v.integer(), v.minValue(1)),
		publish: v.boolean()
	}),
	from: v.optional(
		v.strictObject({
			lesson: v.pipe(v.string(), v.maxLength(120)),
			step: v.pipe(v.string(), v.maxLength(120))
		})
	),
	told: v.optional(toldSchema),
	/** Only where the city asks for it, and she says it. */
	about: v.optional(aboutYouSchema)
});

export type NeedBody = v.InferOutput<typeof needBodySchema>;

/** Does this state owe the person words: the answer, or the reason of a no? */
export function needsWords(state: NeedState): boolean {
	return state === 'answered' || state === 'declined';
}

/** What a citizen sees of her need. */
export type Track = 'phone' | 'sent' | 'answered' | 'needs-you' | 'withdrawn';

/** The citizen's place on the track for a state at the city. */
export function trackOf(state: NeedState): Track {
	if (state === 'answered' || state === 'declined') return 'answered';
	return state === 'withdrawn' ? 'withdrawn' : 'sent';
}
