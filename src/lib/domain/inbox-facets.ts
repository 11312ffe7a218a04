/** The facets of needs: one word for each thing that they can be filtered by. The database writes them (migration 0016). */
import { ages, me, type InboxFilter } from './inbox-filter.ts';

/** The parts of the filter that a facet stands for, with what each one's facets begin with. */
const prefixes = {
	...{ topic: 't:', place: 'p:', lang: 'l:', channel: 'c:', has: 'm:', label: 'g:' },
	...{ department: 'd:', assignee: 'a:', lab: 'b:', session: 'n:', lesson: 'e:', step: 'r:' },
	told: 'w:'
} as const;

export type FacetPart = keyof typeof prefixes;

export const facetParts = Object.keys(prefixes) as FacetPart[];

/** The parts that are counted together, in the order in which they stand in the facets that begin with k:. */
export const kindParts = ['topic', 'place', 'lang'] as const satisfies FacetPart[];

/** What stands for a theme in a count, before its id: themes are no facets of needs, because they come and go by themselves. */
export const themePrefix = 'h:';

/** A facet that every need of a list has in a count, so that the list itself is counted too. */
export const every = '*';

const day = 24 * 60 * 60 * 1000;

/** The facet of a choice. `step` is that of the filter's lesson. */
export function facetOf(
	part: FacetPart,
	value: string,
	{ lesson, self }: { lesson: string | null; self: string }
): string {
	if (part === 'step') return `${prefixes.step}${lesson}/${value}`;
	return prefixes[part] + (part === 'assignee' && value === me ? self : value);
}

/** The choice that a facet stands for; undefined when it is none of this part. */
export function choiceOf(
	part: FacetPart,
	facet: string,
	lesson: string | null
): string | undefined {
	const prefix = part === 'step' ? `${prefixes.step}${lesson}/` : prefixes[part];
	return facet.startsWith(prefix) ? facet.slice(prefix.length) : undefined;
}

/** The facets that all needs of a filter have, without its state. `self` is who asks. */
export function facetsOf(filter: InboxFilter, self: string): Map<FacetPart, string> {
	const { lesson } = filter;
	return new Map(
		facetParts.flatMap((part): [FacetPart, string][] => {
			const value = filter[part];
			return value === null ? [] : [[part, facetOf(part, value, { lesson, self })]];
		})
	);
}

/** Between which moments needs of an age were received: from the first on, and before the second. */
export function spanOf(age: (typeof ages)[number], now: Date): { from?: Date; before?: Date } {
	const longest = Number(ages.at(-2));
	if (age === 'older') return { before: new Date(now.getTime() - longest * day) };
	return { from: new Date(now.getTime() - Number(age) * day) };
}
