/** Time that somebody is really at it: what lies between two touches counts unless it is a break. */

/** A gap that is longer is a break (as Kolibri counts); in milliseconds. */
export const longestGap = 50_000;

/**
 * The seconds between touches, without the breaks, as a whole number of at most a day.
 * @param touches moments in milliseconds, of one clock that only goes forward
 */
export function activeSeconds(touches: readonly number[]): number {
	const gaps = touches.slice(1).map((at, place) => at - (touches[place] ?? at));
	const active = gaps.filter((gap) => gap > 0 && gap <= longestGap);
	return Math.min(86_400, Math.round(active.reduce((sum, gap) => sum + gap, 0) / 1000));
}
