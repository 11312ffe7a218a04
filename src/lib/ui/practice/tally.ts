/** What happens in a try, counted: the facts of an attempt, without its seconds. */
import type { Attempt } from '../../domain/attempt.ts';
import { missesBeforeShow } from '../../domain/practice.ts';

export type Counts = Omit<Attempt, 'seconds'>;

/** `misses` by the thing that was missed, so that help comes where it is needed. */
export interface Tally extends Omit<Counts, 'misses'> {
	misses: Readonly<Record<string, number>>;
}

export const emptyTally: Tally = { misses: {}, hints: 0, dontKnow: 0 };

/** One more move that did not fit. */
export function countMiss(tally: Tally, thing: string): Tally {
	return { ...tally, misses: { ...tally.misses, [thing]: (tally.misses[thing] ?? 0) + 1 } };
}

/** One more move that was shown. */
export function countHint(tally: Tally): Tally {
	return { ...tally, hints: tally.hints + 1 };
}

/** One more "I don't know". */
export function countDontKnow(tally: Tally): Tally {
	return { ...tally, dontKnow: tally.dontKnow + 1 };
}

/** Were there so many misses on this thing that the next move may be shown? */
export function isStuck(tally: Tally, thing: string): boolean {
	return (tally.misses[thing] ?? 0) >= missesBeforeShow;
}

/** The counts as they are kept. */
export function countsOf(tally: Tally): Counts {
	const misses = Object.values(tally.misses).reduce((sum, count) => sum + count, 0);
	return { misses, hints: tally.hints, dontKnow: tally.dontKnow };
}
