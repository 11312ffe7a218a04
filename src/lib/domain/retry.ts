/** When to try again. */

const shortest = 5_000;
const longest = 60 * 60 * 1000;

/**
 * Milliseconds until the next try: doubling from 5 seconds to an hour, spread by chance so that forty phones of a lab
 * do not come at once.
 * @param failures tries in a row that brought no answer (0: none)
 * @param chance between 0 and 1
 * @param retryAfter what the city asked for, in seconds (RFC 9110 Retry-After), if it did; never more than an hour
 */
export function nextDelay(failures: number, chance: number, retryAfter?: number): number {
	const doubled = Math.min(longest, shortest * 2 ** Math.min(failures, 20));
	const spread = doubled * (0.5 + chance / 2);
	const asked = retryAfter !== undefined && retryAfter >= 0 ? retryAfter * 1000 : 0;
	return Math.round(Math.min(longest, Math.max(spread, asked)));
}
