/** What is known of a list without looking at a need: numbers that are kept, and what follows from them. */
import { facetsOf, kindParts, type FacetPart } from '../domain/inbox-facets.ts';
import { noPlace, type InboxFilter } from '../domain/inbox-filter.ts';
import { topics } from '../domain/need.ts';
import type { Database } from './database.ts';
import { wantedFacets, type Asked } from './inbox-condition.ts';
import { addStates, readKept, sumStates, type KeptCounts, type States } from './need-counts.ts';

type Kind = { topic: string; place: string; lang: string; states: States };

/** What is known without looking at a need: sums of kept numbers, by state, or undefined where only needs can tell. */
export interface Known {
	kept: KeptCounts;
	kinds: Kind[];
}

/** Reads what is kept for this filter. */
export async function readKnown(db: Database, filter: InboxFilter): Promise<Known> {
	const kept = await readKept(db, filter);
	const kinds = [...kept].flatMap(([facet, states]): Kind[] => {
		if (!facet.startsWith('k:')) return [];
		const [topic = '', place = noPlace, lang = ''] = facet.slice(2).split('|');
		return [{ topic, place, lang, states }];
	});
	return { kept, kinds };
}

/** No more needs than so many can a list have, as its rarest part tells. */
export function mostOfList(known: Known, { filter, self, within }: Asked): number {
	const inState = (facets: string[]) =>
		sumStates(statesOf(known, facets) ?? new Map(), filter.state);
	const facets = [...facetsOf(filter, self).values()];
	const reached = within?.reduce((sum, facet) => sum + inState([facet]), 0) ?? Infinity;
	return Math.min(inState([]), reached, ...facets.map((facet) => inState([facet])));
}

/** Is a list made by facets and states alone, of which numbers may be kept? */
export function isKept({ filter, within }: Asked): boolean {
	return !filter.q && !filter.age && !filter.due && !filter.theme && !within;
}

/** Is it a part of those that are counted together? */
export function isKind(part: FacetPart): part is (typeof kindParts)[number] {
	return kindParts.some((kind) => kind === part);
}

/** Are topic, neighbourhood and language all that the list is made by? */
export function kindsOf({ filter, self }: Asked): boolean {
	return [...facetsOf(filter, self).keys()].every(isKind);
}

/** Is nothing chosen but this part, or the lesson of this step? */
export function isAlone({ filter, self }: Asked, part: FacetPart): boolean {
	const chosen = [...facetsOf(filter, self).keys()];
	return chosen.every((each) => part === 'step' && each === 'lesson');
}

/** How many needs of a list there are in each state, where that is kept. The list's own state is left aside. */
export function statesOfList(known: Known, asked: Asked): States | undefined {
	if (!isKept(asked)) return undefined;
	const facets = wantedFacets(asked);
	if (facets.length > 1 && kindsOf(asked)) {
		return addStates(known.kinds.filter((kind) => fits(kind, asked)).map(({ states }) => states));
	}
	const { lesson, step } = asked.filter;
	// who chose a step chose its lesson too
	const telling = step ? facets.filter((facet) => facet !== `e:${lesson}`) : facets;
	return statesOf(known, telling);
}

/** How many needs there are in each state that have this facet, or of all; undefined for more than one. */
export function statesOf({ kept }: Pick<Known, 'kept'>, facets: string[]): States | undefined {
	if (facets.length > 1) return undefined;
	const [facet] = facets;
	if (facet !== undefined) return kept.get(facet) ?? new Map();
	// each need has one topic
	return addStates(topics.map((topic) => kept.get(`t:${topic}`) ?? new Map()));
}

/** Is a kind part of a list? */
export function fits(kind: Kind, { filter }: Asked): boolean {
	return kindParts.every((part) => filter[part] === null || filter[part] === kind[part]);
}
