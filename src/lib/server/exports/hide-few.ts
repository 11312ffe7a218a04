/** What of a need may be published: its words, and as much of when, where and in which language as hides who told it. */
import { fewest } from '../../domain/small-numbers.ts';

/** What may tell who somebody is. `month` as in 2026-03. */
export interface Circumstances {
	month: string;
	place: string | null;
	lang: string;
}

/** The same, with what is not told as null. */
export interface ShownCircumstances {
	month: string | null;
	place: string | null;
	lang: string | null;
}

/** From all that there is to nothing, one less at each step. */
const steps: ((full: Circumstances) => ShownCircumstances)[] = [
	(full) => full,
	({ month, place }) => ({ month, place, lang: null }),
	({ place }) => ({ month: null, place, lang: null }),
	({ month }) => ({ month, place: null, lang: null }),
	() => ({ month: null, place: null, lang: null })
];

/**
 * What is told with the needs of each kind, so that whatever is told together is told of five needs at least
 * (k-anonymity by local recoding: Samarati and Sweeney, 1998). Kinds of which too few need the same words are told with
 * less; where even nothing but the words would be told of fewer than five, they are left out: undefined.
 * @param counts how many needs there are of each kind, by `kindOf`
 */
export function hideFew(
	counts: ReadonlyMap<string, { kind: Circumstances; count: number }>
): Map<string, ShownCircumstances> {
	const shown = new Map<string, ShownCircumstances>();
	let left = [...counts];
	for (const step of steps) {
		const groups = Map.groupBy(left, ([, { kind }]) => JSON.stringify(step(kind)));
		left = [];
		for (const members of groups.values()) {
			const count = members.reduce((sum, [, each]) => sum + each.count, 0);
			if (count < fewest) left.push(...members);
			else for (const [key, { kind }] of members) shown.set(key, step(kind));
		}
	}
	return shown;
}

/** The kind of a need, as a key. */
export function kindOf({ month, place, lang }: Circumstances): string {
	return JSON.stringify([month, place, lang]);
}
