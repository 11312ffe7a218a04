/** A try at something: what happened, as facts. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000));

/**
 * How a try went, as a fact: moves that did not fit, moves that were shown, seconds it took, and how
 * often "I don't know" was chosen. It says nothing about the person.
 */
export const attemptSchema = v.strictObject({
	misses: count,
	hints: count,
	seconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400)),
	dontKnow: count
});

export type Attempt = v.InferOutput<typeof attemptSchema>;
