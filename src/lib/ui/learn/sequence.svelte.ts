/** Things that are tapped one after the other, each at its turn; after two misses the next one is pointed at. */
import {
	countDontKnow,
	countMiss,
	countsOf,
	emptyTally,
	isStuck,
	type Counts
} from '../practice/tally.ts';
import { sayWhenStuck } from './stuck.svelte.ts';

/**
 * Call it while a component is made.
 * @param count how many turns there are
 * @param ondone hears once, when every turn was taken or is not known
 */
export function useSequence(count: () => number, ondone: (counts: Counts) => void) {
	let at = $state(0);
	let isMissed = $state(false);
	let tally = $state.raw(emptyTally);
	sayWhenStuck(() => isStuck(tally, String(at)));

	return {
		/** The place whose turn it is, counted from 0. */
		get at() {
			return at;
		},
		get isWhole() {
			return at >= count();
		},
		/** Was the last tap not the one whose turn it was? */
		get isMissed() {
			return isMissed;
		},
		get isPointed() {
			return isStuck(tally, String(at));
		},
		/** Taps what stands at a place; what was tapped at its turn stays. */
		tap(place: number) {
			if (place < at) return;
			isMissed = place !== at;
			if (isMissed) tally = countMiss(tally, String(at));
			else at += 1;
			if (at >= count()) ondone(countsOf(tally));
		},
		/** All of it is shown. */
		dontKnow() {
			tally = countDontKnow(tally);
			isMissed = false;
			at = count();
			ondone(countsOf(tally));
		}
	};
}
