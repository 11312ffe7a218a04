/** A round: short statements on a published challenge, to each of which everybody says what she thinks. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { languages, type Language } from './language.ts';
import { statementIdSchema } from './opinion.ts';
import { isBlank, lengthOf } from './words.ts';

/** The most characters of a statement: what is read at a glance. */
const longestStatement = 140;
export const fewestStatements = 3;
export const mostStatements = 20;

export type StatementTexts = Partial<Record<Language, string>>;

/** May these be the words of a statement? */
export function isStatement(text: string): boolean {
	return !isBlank(text) && lengthOf(text) <= longestStatement;
}

/** A count as it may be shown; null under five. */
const count = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));
const counts = { yes: count, not: count, neither: count };

const roundResultsSchema = v.object({
	/** How many devices said something. */
	people: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** The sizes of the opinion groups; one where people are not clearly divided. */
	groups: v.array(count),
	/** What people agree on most first; of those that few have spoken of the consensus is null. */
	statements: v.array(
		v.object({
			...{ id: statementIdSchema, ...counts },
			consensus: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
			verdict: v.nullable(v.picklist(['agrees', 'divided', 'not'])),
			/** What each group said, in the order of `groups`. */
			groups: v.array(v.object(counts))
		})
	)
});

export type RoundResults = v.InferOutput<typeof roundResultsSchema>;

/** The body of a publication `round`. */
export const roundSchema = v.object({
	id: idSchema,
	challenge: idSchema,
	openedAt: v.pipe(v.string(), v.isoTimestamp()),
	/** The last day on which it is open, as YYYY-MM-DD; null where no day is set. */
	until: v.nullable(v.pipe(v.string(), v.isoDate())),
	/** Has it ended? Then only its results are shown. */
	isClosed: v.boolean(),
	/** Those that are asked now. */
	statements: v.array(
		v.object({
			id: statementIdSchema,
			texts: v.record(v.picklist(languages), v.pipe(v.string(), v.check(isStatement)))
		})
	),
	/** null while fewer than five people have said anything. */
	results: v.nullable(roundResultsSchema)
});

export type Round = Omit<v.InferOutput<typeof roundSchema>, 'statements'> & {
	statements: { id: string; texts: StatementTexts }[];
};

/** A round as a page shows it. */
export interface ShownRound extends Pick<Round, 'id' | 'challenge' | 'results'> {
	/** May people still say what they think? */
	isOpen: boolean;
	/** The last day in words of the page's language; empty where no day is set. */
	until: string;
	/** `lang`: in which language the words are, where nobody wrote them in the page's. */
	statements: { id: string; text: string; lang: Language }[];
}
