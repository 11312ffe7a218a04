/** How many needs there are behind each choice of the inbox's filter. */
import {
	choiceOf,
	every,
	facetParts,
	themePrefix,
	type FacetPart
} from '../domain/inbox-facets.ts';
import { ages } from '../domain/inbox-filter.ts';
import { countedTo, type CountedPart, type InboxCounts } from '../domain/inbox.ts';
import { cityStates, openStates } from '../domain/need-state.ts';
import type { Database } from './database.ts';
import { wantedFacets, type Asked } from './inbox-condition.ts';
import {
	fits,
	isAlone,
	isKept,
	isKind,
	kindsOf,
	mostOfList,
	readKnown,
	statesOf,
	statesOfList,
	type Known
} from './inbox-known.ts';
import { readMonths } from './inbox-months.ts';
import { countSome, sampleList, type Sample } from './inbox-sample.ts';
import { sumStates } from './need-counts.ts';

/**
 * Counts all choices. Numbers of a single choice in a state, and of topic, neighbourhood and language together, are kept;
 * of anything else, themes too, a thousand needs are looked at, once for the whole filter and once without each part.
 */
export async function readInboxCounts(db: Database, asked: Asked): Promise<InboxCounts> {
	const { filter } = asked;
	const known = await readKnown(db, filter);
	const months = once(() => readMonths(db));
	const counts: InboxCounts = {
		...(Object.fromEntries(facetParts.map((part) => [part, new Map()])) as Record<
			FacetPart,
			Map<string, number>
		>),
		...{ state: new Map(), age: new Map(), due: new Map(), theme: new Map(), cut: new Set() },
		...{ total: 0, city: sumStates(statesOf(known, []) ?? new Map(), 'all') }
	};
	const samples = new Map<string, Promise<Sample>>();
	const sampleOf = (base: Asked) => {
		const key = JSON.stringify(base.filter);
		const sample =
			samples.get(key) ?? sampleList(db, base, { about: mostOfList(known, base), months });
		samples.set(key, sample);
		return sample;
	};
	await Promise.all([
		countTotal(counts, known, asked, sampleOf),
		...facetParts.map((part) => countPart(counts, known, part, asked, sampleOf)),
		countStates(counts, known, without('state', asked), sampleOf),
		countAges(db, counts, known, without('age', asked), sampleOf),
		countDue(db, counts, known, without('due', asked), sampleOf),
		countThemes(counts, without('theme', asked), sampleOf)
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

/** Nobody keeps how many needs of a theme stand in a state: they are always looked at. */
async function countThemes(counts: InboxCounts, base: Asked, sampleOf: Sampling) {
	const { by, isCut } = await sampleOf(base);
	if (isCut) counts.cut.add('theme');
	add(counts.theme, '', by.get(every) ?? 0);
	for (const [facet, many] of by) {
		if (facet.startsWith(themePrefix)) add(counts.theme, facet.slice(themePrefix.length), many);
	}
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
	if (count > 0) counts.set(key, (counts.get(key) ?? 0) + count);
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
	let made: Promise<Value> | undefined;
	return () => (made ??= make());
}
