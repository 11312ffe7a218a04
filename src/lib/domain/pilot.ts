/** A pilot: what is tried for a challenge, where and how long, and what was learned from it. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { languages, type Language } from './language.ts';
import { isBlank, lengthOf } from './words.ts';

export const pilotStates = ['planned', 'running', 'ended'] as const;

export type PilotState = (typeof pilotStates)[number];

/** The parts of a pilot, in the order in which they are read. */
export const pilotParts = ['what', 'learned'] as const;

export type PilotPart = (typeof pilotParts)[number];

/** Both in one language; what was learned is empty until it is known. */
export type PilotText = Record<PilotPart, string>;

export type PilotTexts = Partial<Record<Language, PilotText>>;

/** The most characters of each part. */
export const longestOfPilot: Record<PilotPart, number> = { what: 200, learned: 300 };

const day = v.pipe(v.string(), v.isoDate());
const part = (name: PilotPart) =>
	v.pipe(
		v.string(),
		v.check((text) => lengthOf(text) <= longestOfPilot[name])
	);

/** The body of a publication `pilot`. */
export const pilotSchema = v.object({
	id: idSchema,
	challenge: idSchema,
	/** The idea that is tried; null where it began from none. */
	idea: v.nullable(idSchema),
	/** A neighbourhood; null for the whole city. */
	place: v.nullable(v.string()),
	lab: v.nullable(idSchema),
	/** First and last day. */
	from: day,
	to: day,
	state: v.picklist(pilotStates),
	/** The surveys in which people say how it goes. */
	surveys: v.array(idSchema),
	texts: v.record(v.picklist(languages), v.object({ what: part('what'), learned: part('learned') }))
});

export type Pilot = Omit<v.InferOutput<typeof pilotSchema>, 'texts'> & { texts: PilotTexts };

/** A pilot as a page shows it. */
export interface ShownPilot extends PilotText {
	id: string;
	challenge: string;
	state: PilotState;
	/** Names of the neighbourhood and of the lab; empty where there is none. */
	placeName: string;
	labName: string;
	/** First and last day, in words of the page's language. */
	days: string;
	/** In which language the words are, where nobody wrote them in the page's. */
	lang: Language;
}

/** A pilot's form as it was typed, to be shown again. */
export interface TypedPilot {
	/** Each empty where there is none. */
	place: string;
	lab: string;
	idea: string;
	from: string;
	to: string;
	state: string;
	surveys: string[];
	texts: PilotTexts;
}

/** May this be a part of a pilot? Only what is tried must be said. */
export function isPilotPart(part: PilotPart, text: string): boolean {
	return isBlank(text) ? part === 'learned' : lengthOf(text) <= longestOfPilot[part];
}
