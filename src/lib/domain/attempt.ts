/** A try at something: what happened, as facts. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000));

/**
 * How a try went, as a fact: moves that did not fit, moves that were shown, seconds it took, how often "I don't know"
 * was chosen, and whether the end was reached or the try was left before; without `result` it was reached, which is
 * what phones of before say. It says nothing about the person.
 */
export const attemptSchema = v.strictObject({
	misses: count,
	hints: count,
	seconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400)),
	dontKnow: count,
	result: v.optional(v.picklist(['reached', 'left']))
});

export type Attempt = v.InferOutput<typeof attemptSchema>;

/** How a try ended: the end was reached without any help, or with some, or it was left before. */
export type Outcome = 'alone' | 'helped' | 'left';

/** A miss counts as help, because after it Plaza says what to look at. */
export function outcomeOf({ misses, hints, dontKnow, result }: Attempt): Outcome {
	if (result === 'left') return 'left';
	return misses + hints + dontKnow === 0 ? 'alone' : 'helped';
}
