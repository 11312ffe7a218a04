/** A pilot: what the city tries out for one challenge, small and for a time, in words for everybody. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { languages, type Language } from './language.ts';
import { topics, type Topic } from './need.ts';
import type { PilotStage } from './pilot-stage.ts';
import { isBlank, lengthOf } from './words.ts';

/** The parts of a pilot, in the order in which they are read; `where` and `learned` need not be said. */
export const pilotParts = ['what', 'where', 'who', 'learned'] as const;

export type PilotPart = (typeof pilotParts)[number];

/** All of it in one language; what need not be said is empty. */
export type PilotText = Record<PilotPart, string>;

/** The most characters of each part. */
const longestPilotPart: Record<PilotPart, number> = {
	...{ what: 240, where: 100, who: 100, learned: 500 }
};

export type PilotTexts = Partial<Record<Language, PilotText>>;

const part = (name: PilotPart) =>
	v.pipe(
		v.string(),
		v.check((text) => lengthOf(text) <= longestPilotPart[name])
	);

const day = v.pipe(v.string(), v.isoDate());

/** The body of a publication `pilot`. */
export const pilotSchema = v.object({
	id: idSchema,
	/** The challenge for which it is tried. */
	challenge: idSchema,
	/** The published ideas from which it comes. */
	ideas: v.array(idSchema),
	topic: v.picklist(topics),
	/** A neighbourhood; null for the whole city. */
	place: v.nullable(v.string()),
	/** The lab at which it is tried, if any. */
	lab: v.nullable(idSchema),
	/** The first and the last day, as YYYY-MM-DD. */
	from: day,
	until: day,
	/** Has the city said that it is over? */
	ended: v.boolean(),
	publishedAt: v.pipe(v.string(), v.isoTimestamp()),
	/** `learned` is empty until it has ended. */
	texts: v.record(
		v.picklist(languages),
		v.object({
			...{ what: part('what'), where: part('where') },
			...{ who: part('who'), learned: part('learned') }
		})
	)
});

export type Pilot = Omit<v.InferOutput<typeof pilotSchema>, 'texts'> & { texts: PilotTexts };

/** A pilot as a page shows it. */
export interface ShownPilot extends PilotText {
	id: string;
	challenge: string;
	ideas: string[];
	topic: Topic;
	stage: PilotStage;
	/** The names of its neighbourhood and of its lab; empty where it has none. */
	placeName: string;
	labName: string;
	/** Its first and last day in words of the page's language. */
	from: string;
	until: string;
	/** The survey that asks how it was, the newest that is open; null where none is. */
	feedback: string | null;
	/** In which language the words are, where nobody wrote them in the page's. */
	lang: Language;
}

/** A pilot's form as it was typed, to be shown again. */
export interface TypedPilot {
	ideas: string[];
	/** Empty for the whole city. */
	place: string;
	/** Empty for no lab. */
	lab: string;
	from: string;
	until: string;
	texts: PilotTexts;
}

/** May this be a part of a pilot? */
export function isPilotPart(part: PilotPart, text: string): boolean {
	if (isBlank(text)) return part === 'where' || part === 'learned';
	return lengthOf(text) <= longestPilotPart[part];
}
