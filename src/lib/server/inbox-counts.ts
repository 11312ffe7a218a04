/** How many needs there are behind each choice of the inbox's filter. */
import {
	choiceOf,
	every,
	facetParts,
	facetsOf,
	kindParts,
	type FacetPart
} from '../domain/inbox-facets.ts';
import { ages, noPlace } from '../domain/inbox-filter.ts';
import { countedTo, type CountedPart, type InboxCounts } from '../domain/inbox.ts';
import { cityStates, openStates } from '../domain/need-state.ts';
import { topics } from '../domain/need.ts';
import type { Database } from './database.ts';
import { wantedFacets, type Asked } from './inbox-condition.ts';
import { countSome, often, sampleList, type Sample } from './inbox-sample.ts';
import { addStates, readKept, sumStates, type KeptCounts, type States } from './need-counts.ts';

type Kind = { topic: string; place: string; lang: string; states: States };

/** What is known without looking at a need: sums of kept numbers, by state, or undefined where only needs can tell. */
interface Known {
	kept: KeptCounts;
	kinds: Kind[];
}

/**
 * Counts all choices. Numbers of a single choice in a state, and of topic, neighbourhood and language together, are kept;
 * of anything else a thousand needs are looked at, once for the whole filter and once without each of its parts.
 */
export async function readInboxCounts(db: Database, asked: Asked): Promise<InboxCounts> {
	const { filter } = asked;
	const known = readKinds(await readKept(db, filter));
	const counts: InboxCounts = {
		...(Object.fromEntries(facetParts.map((part) => [part, new Map()])) as Record<
			FacetPart,
			Map<string, number>
		>),
		...{ state: new Map(), age: new Map(), due: new Map(), cut: new Set() },
		...{ total: 0, city: sumStates(statesOf(known, []) ?? new Map(), 'all') }
	};
	const samples = new Map<string, Promise<Sample>>();
	const sampleOf = (base: Asked) => {
		const key = JSON.stringify(base.filter);
		const sample = samples.get(key) ?? sampleList(db, base, isOften(known, base));
		samples.set(key, sample);
		return sample;
	};
	await Promise.all([
		countTotal(counts, known, asked, sampleOf),
		...facetParts.map((part) => countPart(counts, known, part, asked, sampleOf)),
		countStates(counts, known, without('state', asked), sampleOf),
		countAges(db, counts, known, without('age', asked), sampleOf),
		countDue(db, counts, known, without('due', asked), sampleOf)
	]);
	return counts;
}

type Sampling = (base: Asked) => Promise<Sample>;

/** The list as it would be without a choice of this part. */
function without(part: CountedPart, asked: Asked): Asked {
	const { filter } = asked;
	if (part === 'state') return { ...asked, filter: { ...filter, state: 'all' } };
	const more = part === 'lesson' ? { step: null } : {};
	return { ...asked, filter: { ...filter, [part]: null, ...more } };
}

async function countTotal(counts: InboxCounts, known: Known, asked: Asked, sampleOf: Sampling) {
	const states = statesOfList(known, asked);
	if (states) {
		counts.total = sumStates(states, asked.filter.state);
		return;
	}
	const { by, isCut } = await sampleOf(asked);
	counts.total = by.get(every) ?? 0;
	if (isCut) counts.cut.add('total');
}

async function countPart(
	counts: InboxCounts,
	known: Known,
	part: FacetPart,
	asked: Asked,
	sampleOf: Sampling
): Promise<void> {
	const { lesson, state } = asked.filter;
	if (part === 'step' && lesson === null) return;
	const base = without(part, asked);
	const into = counts[part];
	const all = statesOfList(known, base);
	const facets = wantedFacets(base);
	// of other parts, numbers are kept only where nothing else is chosen; a step has its lesson in it
	const isSingle = isKept(base) && (facets.length === 0 || part === 'step') && isAlone(base, part);
	const isByKind = !isSingle && isKind(part) && isKept(base) && kindsOf(base);
	if (all && isByKind) {
		into.set('', sumStates(all, state));
		for (const kind of known.kinds.filter((each) => fits(each, base))) {
			add(into, kind[part], sumStates(kind.states, state));
		}
	} else if (all && isSingle) {
		into.set('', sumStates(all, state));
		for (const [facet, states] of known.kept) {
			const choice = choiceOf(part, facet, lesson);
			if (choice !== undefined) add(into, choice, sumStates(states, state));
		}
	} else {
		const { by, isCut } = await sampleOf(base);
		if (isCut) counts.cut.add(part);
		add(into, '', by.get(every) ?? 0);
		for (const [facet, many] of by) {
			const choice = choiceOf(part, facet, lesson);
			if (choice !== undefined) add(into, choice, many);
		}
	}
}

async function countStates(counts: InboxCounts, known: Known, base: Asked, sampleOf: Sampling) {
	const states = statesOfList(known, base);
	const sample = states ? undefined : await sampleOf(base);
	if (sample?.isCut) counts.cut.add('state');
	for (const state of cityStates) {
		const many = states?.get(state) ?? sample?.by.get(`s:${state}`) ?? 0;
		if (many === 0) continue;
		const isOpen = openStates.some((open) => open === state);
		for (const choice of isOpen ? ([state, 'open', 'all'] as const) : ([state, 'all'] as const)) {
			add(counts.state, choice, many);
		}
	}
}

async function countAges(
	db: Database,
	counts: InboxCounts,
	known: Known,
	base: Asked,
	sampleOf: Sampling
): Promise<void> {
	const isPlain = isKept(base) && wantedFacets(base).length === 0;
	const sample = isPlain ? undefined : await sampleOf(base);
	if (sample?.isCut) counts.cut.add('age');
	const all = statesOf(known, []) ?? new Map();
	add(counts.age, '', sample?.by.get(every) ?? sumStates(all, base.filter.state));
	const many = (age: (typeof ages)[number]) =>
		sample?.by.get(`y:${age}`) ??
		(sample ? 0 : countSome(db, { ...base, filter: { ...base.filter, age } }));
	const found = await Promise.all(ages.map(many));
	for (const [at, age] of ages.entries()) add(counts.age, age, found[at] ?? 0);
	if (isPlain && found.some((count) => count > countedTo)) counts.cut.add('age');
}

async function countDue(
	db: Database,
	counts: InboxCounts,
	known: Known,
	base: Asked,
	sampleOf: Sampling
): Promise<void> {
	const { state } = base.filter;
	// only what is open can be late, and looking for it among all else takes long
	if (![...openStates, 'open', 'all'].includes(state)) return;
	const isPlain = isKept(base) && wantedFacets(base).length === 0;
	if (isPlain) {
		const filter = { ...base.filter, due: 'overdue' as const };
		const many = await countSome(db, { ...base, filter });
		add(counts.due, '', sumStates(statesOf(known, []) ?? new Map(), base.filter.state));
		add(counts.due, 'overdue', many);
		if (many > countedTo) counts.cut.add('due');
		return;
	}
	const { by, isCut } = await sampleOf(base);
	if (isCut) counts.cut.add('due');
	add(counts.due, '', by.get(every) ?? 0);
	add(counts.due, 'overdue', by.get('due:overdue') ?? 0);
}

/** Would many needs be part of a list, if its facets had nothing to do with each other? */
function isOften({ kept }: Known, { filter, self, within }: Asked): boolean {
	if (filter.q || filter.age || within) return false;
	const inState = (states: States | undefined) => sumStates(states ?? new Map(), filter.state);
	const all = inState(statesOf({ kept, kinds: [] }, []));
	const parts = [...facetsOf(filter, self).values()].map((facet) => inState(kept.get(facet)) / all);
	// those in a state that are not open stand among all others
	const isAmongOthers = filter.state !== 'open' && filter.state !== 'all';
	return !isAmongOthers && parts.reduce((share, part) => share * part, 1) > 1 / often;
}

/** Is a list made by facets and states alone, of which numbers may be kept? */
function isKept({ filter, within }: Asked): boolean {
	return !filter.q && !filter.age && !filter.due && !within;
}

function isKind(part: FacetPart): part is (typeof kindParts)[number] {
	return kindParts.some((kind) => kind === part);
}

/** Are topic, neighbourhood and language all that the list is made by? */
function kindsOf({ filter, self }: Asked): boolean {
	return [...facetsOf(filter, self).keys()].every(isKind);
}

/** Is nothing chosen but this part, or the lesson of this step? */
function isAlone({ filter, self }: Asked, part: FacetPart): boolean {
	const chosen = [...facetsOf(filter, self).keys()];
	return chosen.every((each) => part === 'step' && each === 'lesson');
}

/** How many needs of a list there are in each state, where that is kept. The list's own state is left aside. */
function statesOfList(known: Known, asked: Asked): States | undefined {
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

function statesOf({ kept }: Known, facets: string[]): States | undefined {
	if (facets.length > 1) return undefined;
	const [facet] = facets;
	if (facet !== undefined) return kept.get(facet) ?? new Map();
	// each need has one topic
	return addStates(topics.map((topic) => kept.get(`t:${topic}`) ?? new Map()));
}

function readKinds(kept: KeptCounts): Known {
	const kinds = [...kept].flatMap(([facet, states]): Kind[] => {
		if (!facet.startsWith('k:')) return [];
		const [topic = '', place = noPlace, lang = ''] = facet.slice(2).split('|');
		return [{ topic, place, lang, states }];
	});
	return { kept, kinds };
}

function fits(kind: Kind, { filter }: Asked): boolean {
	return kindParts.every((part) => filter[part] === null || filter[part] === kind[part]);
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
	if (count > 0) counts.set(key, (counts.get(key) ?? 0) + count);
}
