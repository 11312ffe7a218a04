/** Small numbers: what a count may say in public without telling of one person. */

/** Counts under this are never shown. */
export const fewest = 5;

/**
 * A count as it may be shown: null under five, zero too; else rounded down to a multiple of five.
 *
 * The rule is conventional rounding to base 5 with a threshold, as statistical offices use it for tables of counts:
 * Handbook on Statistical Disclosure Control, 2nd edition, 5.5 (https://sdctools.github.io/HandbookSDC/), and Ofqual's
 * rounding policy ("fewer than 5"). Every number is rounded by itself, totals from the true ones, so a total less its
 * other parts, or the same list for all languages less that for one, leaves a range and never the hidden number. To hide
 * a second part instead would not do: who knows how it is chosen can often tell the first (Wong and others, Minimality
 * attack, VLDB 2007), and lists for other languages and times would still differ by one person. Down and not to the
 * nearest, so that a 5 is never made of 3 or 4.
 */
export function shownCount(count: number): number | null {
	return count < fewest ? null : count - (count % fewest);
}
