/** A try at something: what happened, as facts. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000));

/** How a try ended; one of an older Plaza says nothing and was reached. */
export const attemptResults = ['reached', 'left'] as const;

/**
 * How a try went, as a fact: moves that did not fit, moves that were shown, active seconds (`active-time.ts`), how
 * often "I don't know" was chosen, and how it ended. It says nothing about the person.
 */
export const attemptSchema = v.strictObject({
	misses: count,
	hints: count,
	seconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400)),
	dontKnow: count,
	result: v.optional(v.picklist(attemptResults))
});

export type Attempt = v.InferOutput<typeof attemptSchema>;
