/**
 * A challenge: the problem that a group of needs states together, as *who* / *needs what* / *so that*. The form is that
 * of a user need (GOV.UK Service Manual, "Learning about users and their needs"): it names no solution.
 */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { languages, type Language } from './language.ts';
import { topics, type Topic } from './need.ts';
import { isBlank, lengthOf } from './words.ts';

/** The parts of a challenge, in the order in which they are read. */
export const challengeParts = ['who', 'what', 'why'] as const;

export type ChallengePart = (typeof challengeParts)[number];

/** All three in one language. */
export type ChallengeText = Record<ChallengePart, string>;

/** The most characters of one part: what fits on a card without scrolling. */
export const longestPart = 120;

export type ChallengeTexts = Partial<Record<Language, ChallengeText>>;

const part = v.pipe(v.string(), v.check(isPart));

/** The body of a publication `challenge`. */
export const challengeSchema = v.object({
	id: idSchema,
	/** A neighbourhood; null for the whole city. */
	place: v.nullable(v.string()),
	topic: v.picklist(topics),
	openedAt: v.pipe(v.string(), v.isoTimestamp()),
	/** The last day on which it is open, as YYYY-MM-DD; null where no day is set. */
	until: v.nullable(v.pipe(v.string(), v.isoDate())),
	/** How many needs are behind it, as a count may be shown (`shownCount`); null for fewer than five. */
	needs: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
	/** How many devices support it, the same way. */
	supports: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
	/** It is closed, and stays readable for what became of it: *Me too* is offered no more. */
	closed: v.exactOptional(v.literal(true)),
	texts: v.record(v.picklist(languages), v.object({ who: part, what: part, why: part }))
});

export type Challenge = Omit<v.InferOutput<typeof challengeSchema>, 'texts'> & {
	texts: ChallengeTexts;
};

/** A challenge as a page shows it. */
export interface ShownChallenge extends ChallengeText {
	id: string;
	topic: Topic;
	place: string | null;
	/** The neighbourhood's name; empty for the whole city. */
	placeName: string;
	needs: number | null;
	supports: number | null;
	/** Is it asked now? One that is over stays readable for what became of it: *Me too* is offered no more. */
	isOpen: boolean;
	/** The last day in words of the page's language; empty where no day is set. */
	until: string;
	/** In which language the words are, where nobody wrote them in the page's. */
	lang: Language;
}

/** A challenge's form as it was typed, to be shown again. */
export interface TypedChallenge {
	/** Empty for the whole city. */
	place: string;
	topic: string;
	/** Empty where no day is set. */
	until: string;
	texts: Partial<Record<Language, ChallengeText>>;
}

/** May this be a part of a challenge? */
export function isPart(text: string): boolean {
	return !isBlank(text) && lengthOf(text) <= longestPart;
}

/** Is it open on this day (YYYY-MM-DD)? The last day counts. */
export function isOpenOn(
	{ until, closed }: Pick<Challenge, 'until'> & { closed?: boolean },
	day: string
): boolean {
	return !closed && (until === null || day <= until);
}
