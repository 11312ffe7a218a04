/** A decision: what the city does about one challenge or more, or why it does not, in words for everybody. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { languages, type Language } from './language.ts';
import { topics, type Topic } from './need.ts';
import { isBlank, lengthOf } from './words.ts';

/** Will it be done, in part, or not? */
export const outcomes = ['yes', 'part', 'no'] as const;

export type Outcome = (typeof outcomes)[number];

/** What it costs, in the city's money: as coarse as a council says it. */
export const costBands = [
	'none',
	'to-10000',
	'to-100000',
	'to-1000000',
	'more',
	'not-known'
] as const;

export type CostBand = (typeof costBands)[number];

/** The parts of a decision, in the order in which they are read; `when` and `who` in words, as "next spring". */
export const decisionParts = ['what', 'why', 'when', 'who'] as const;

export type DecisionPart = (typeof decisionParts)[number];

/** All of it in one language; what need not be said is empty. */
export type DecisionText = Record<DecisionPart, string>;

/** The most characters of each part. */
export const longestOf: Record<DecisionPart, number> = { what: 200, why: 300, when: 60, who: 100 };

export type DecisionTexts = Partial<Record<Language, DecisionText>>;

const part = (name: DecisionPart) =>
	v.pipe(
		v.string(),
		v.check((text) => lengthOf(text) <= longestOf[name])
	);

/** The body of a publication `decision`. */
export const decisionSchema = v.object({
	id: idSchema,
	/** The challenges that it decides. */
	challenges: v.pipe(v.array(idSchema), v.minLength(1)),
	/** A neighbourhood; null for the whole city. */
	place: v.nullable(v.string()),
	topic: v.picklist(topics),
	outcome: v.picklist(outcomes),
	cost: v.picklist(costBands),
	decidedAt: v.pipe(v.string(), v.isoTimestamp()),
	/** How many needs stand behind its challenges, as a count may be shown (`shownCount`); null for fewer than five. */
	needs: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
	/** The public reply that tells of it; null where there is none. */
	said: v.nullable(idSchema),
	/** The pilot on which it rests, where everybody may read that. */
	pilot: v.exactOptional(idSchema),
	/** What else it rests on that everybody can read, for its challenges; none where nothing is said. */
	ideas: v.exactOptional(v.array(idSchema)),
	rounds: v.exactOptional(v.array(idSchema)),
	prioritisings: v.exactOptional(v.array(idSchema)),
	texts: v.record(
		v.picklist(languages),
		v.object({ what: part('what'), why: part('why'), when: part('when'), who: part('who') })
	)
});

export type Decision = Omit<v.InferOutput<typeof decisionSchema>, 'texts'> & {
	texts: DecisionTexts;
};

/** On what a decision may rest besides a pilot. */
export const groundKinds = ['ideas', 'rounds', 'prioritisings'] as const;

/** On what it rests: ideas by the id under which everybody reads them. */
export type Grounds = Record<(typeof groundKinds)[number], string[]>;

/** A thing on which a decision may rest, as the form offers it. */
export interface OfferedGround {
	kind: (typeof groundKinds)[number];
	id: string;
	challenge: string;
	/** What an idea says, or the first words of what was asked. */
	texts: Partial<Record<Language, string>>;
	/** When the idea came, or staff began to ask. */
	at: Date;
}

/** On what a decision rests, as a page shows it: what an idea says, or that people were asked. */
export type ShownGround = { decision: string; id: string; challenge: string } & (
	{ kind: 'ideas'; text: string; lang: Language } | { kind: 'rounds' | 'prioritisings' }
);

/** A decision as a page shows it. */
export interface ShownDecision extends DecisionText {
	id: string;
	challenges: string[];
	topic: Topic;
	outcome: Outcome;
	cost: CostBand;
	place: string | null;
	/** The neighbourhood's name; empty for the whole city. */
	placeName: string;
	needs: number | null;
	said: string | null;
	pilot?: string;
	/** The day of the decision, in words of the page's language. */
	day: string;
	/** In which language the words are, where nobody wrote them in the page's. */
	lang: Language;
}

/** A decision's form as it was typed, to be shown again. */
export interface TypedDecision extends Grounds {
	challenges: string[];
	/** Empty for the whole city. */
	place: string;
	topic: string;
	outcome: string;
	cost: string;
	/** Empty for none. */
	pilot: string;
	texts: DecisionTexts;
}

/** Must this part be said? What is done needs its when, and a no its why. */
function mustSay(part: DecisionPart, outcome: Outcome): boolean {
	return part === 'when' ? outcome !== 'no' : part === 'why' ? outcome === 'no' : true;
}

/** May this be a part of a decision? */
export function isDecisionPart(part: DecisionPart, text: string, outcome: Outcome): boolean {
	return isBlank(text) ? !mustSay(part, outcome) : lengthOf(text) <= longestOf[part];
}
