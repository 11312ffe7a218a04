/** The neighbourhoods among which staff choose. */
import type { Neighbourhood } from '../../domain/neighbourhood.ts';

/** Those that are offered, and the chosen one: one that is not offered any more can stay, under its name. */
export function placesWith(
	offered: readonly Neighbourhood[],
	chosen: string,
	name: string
): Neighbourhood[] {
	const isOffered = chosen === '' || offered.some(({ id }) => id === chosen);
	return isOffered ? [...offered] : [...offered, { id: chosen, name }];
}
