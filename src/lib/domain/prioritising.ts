/** A prioritising: what of several things comes first, by points that everybody spreads or by a sum that everybody spends. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { isIdeaText } from './idea.ts';
import { languages, type Language } from './language.ts';
import { mostPoints, thingIdSchema } from './priority.ts';
import type { Rules } from './priority-rules.ts';
import { isBlank, lengthOf } from './words.ts';

export const fewestThings = 2;
export const usualPoints = 5;
/** The most characters of a thing that staff write. */
const longestThing = 140;
/** The largest sum, and the largest cost. */
const mostMoney = 1_000_000_000;

export type ThingTexts = Partial<Record<Language, string>>;

/** May these be the words of a thing that staff write? */
export function isThing(text: string): boolean {
	return !isBlank(text) && lengthOf(text) <= longestThing;
}

/** Whole money, in the city's own. */
export const moneySchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostMoney));

export const pointsSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostPoints));

/** A count as it may be shown; null under five. */
const count = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));

const prioritisingResultsSchema = v.object({
	/** How many devices chose something. */
	people: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** The most wanted first. */
	things: v.array(
		v.object({
			id: thingIdSchema,
			/** How many chose it. */
			people: count,
			/** The points that they gave it; null where there is a budget, and where `people` is. */
			points: count,
			/** Is there money for it, after what is before it? null where people have points. */
			fits: v.nullable(v.boolean())
		})
	)
});

export type PrioritisingResults = v.InferOutput<typeof prioritisingResultsSchema>;

/** The body of a publication `prioritising`. */
export const prioritisingSchema = v.object({
	id: idSchema,
	challenge: idSchema,
	openedAt: v.pipe(v.string(), v.isoTimestamp()),
	/** The last day on which it is open, as YYYY-MM-DD; null where no day is set. */
	until: v.nullable(v.pipe(v.string(), v.isoDate())),
	/** Has it ended? Then only its results are shown. */
	isClosed: v.boolean(),
	way: v.picklist(['points', 'budget']),
	/** How many points each person has, or the sum that each may spend. */
	amount: v.pipe(v.number(), v.integer(), v.minValue(1)),
	things: v.array(
		v.object({
			id: thingIdSchema,
			texts: v.record(v.picklist(languages), v.pipe(v.string(), v.check(isIdeaText))),
			/** What it costs; null where people have points. */
			cost: v.nullable(moneySchema)
		})
	),
	/** null while fewer than five people have chosen. */
	results: v.nullable(prioritisingResultsSchema)
});

export type Prioritising = Omit<v.InferOutput<typeof prioritisingSchema>, 'things'> & {
	things: { id: string; texts: ThingTexts; cost: number | null }[];
};

/** A prioritising as a page shows it. */
export interface ShownPrioritising extends Pick<Prioritising, 'id' | 'challenge' | 'results'> {
	way: Rules['way'];
	amount: number;
	/** May people still choose? */
	isOpen: boolean;
	/** The last day in words of the page's language; empty where no day is set. */
	until: string;
	/** `lang`: in which language the words are, where nobody wrote them in the page's. */
	things: { id: string; text: string; lang: Language; cost: number | null }[];
}
