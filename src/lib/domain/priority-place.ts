/** In which place people put a thing of a prioritising. */
import type { Prioritising } from './prioritising.ts';

/**
 * Its place among the things that people put first, and whether there is money for it. Two things whose shown numbers are
 * equal share a place; one that fewer than five chose has none (`few`), nor has one that cannot be read any more.
 */
export function placeOf(
	{ things, results }: Pick<Prioritising, 'things' | 'results'>,
	thing: string
): { place: number | null; of: number; few: boolean; fits: boolean | null } {
	const own = results?.things.find(({ id }) => id === thing);
	const isThere = things.some(({ id }) => id === thing);
	const of = things.length;
	if (own?.people == null) return { place: null, of, few: isThere, fits: null };
	const isMore = (each: typeof own) =>
		(each.points ?? -1) - (own.points ?? -1) || (each.people ?? -1) - (own.people ?? -1);
	const before = results?.things.filter((each) => isMore(each) > 0).length ?? 0;
	return { place: before + 1, of, few: false, fits: own.fits };
}
