/** What a page about the neighbourhoods shows of all that is public. */
import type { ShownChallenge } from './challenge.ts';
import type { ShownIdea } from './idea.ts';

/** An idea beside others: with what it is for, and where. */
export interface NearIdea extends Pick<ShownIdea, 'id' | 'challenge' | 'text' | 'lang'> {
	topic: ShownChallenge['topic'];
	place: string | null;
	/** What its challenge asks for, and in which language that is. */
	asked: string;
	askedLang: ShownChallenge['lang'];
}

/** What concerns a neighbourhood: its own, and what is for the whole city; all of it where none is chosen. */
export function concerning<Thing extends { place: string | null }>(
	things: readonly Thing[],
	place: string
): Thing[] {
	return things.filter((thing) => !place || thing.place === null || thing.place === place);
}

/** Challenges by their neighbourhood: those of the whole city first, the others by name. */
export function placesOf(
	challenges: readonly ShownChallenge[]
): { place: string; name: string; challenges: ShownChallenge[] }[] {
	// older phones know no Map.groupBy
	const groups = new Map<string, ShownChallenge[]>();
	for (const each of challenges) {
		groups.set(each.placeName, [...(groups.get(each.placeName) ?? []), each]);
	}
	return [...groups]
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([name, of]) => ({ place: (name && of[0]?.place) || '', name, challenges: of }));
}

/** The neighbourhoods of which any of these speaks, by name. */
export function namedPlaces(
	things: readonly { place: string | null; placeName: string }[]
): { id: string; name: string }[] {
	const names = new Map(
		things.flatMap(({ place, placeName }) => (place && placeName ? [[place, placeName]] : []))
	);
	return [...names]
		.map(([id, name]) => ({ id, name }))
		.sort((a, b) => a.name.localeCompare(b.name));
}
