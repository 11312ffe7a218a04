/** How many needs there are behind each choice of the inbox's filter. */
import { sql } from 'kysely';
import { noPlace, type InboxCounts, type InboxFilter } from '../domain/inbox-filter.ts';
import { openStates, type CityState } from '../domain/need-state.ts';
import type { Topic } from '../domain/need.ts';
import type { Database } from './database.ts';
import { asked, conditionOf } from './inbox-condition.ts';

type Kind = { topic: Topic; place: string | null; lang: string; state: CityState; count: number };

/**
 * Counts all choices with one query: the needs by kind (topic, place, language and state together, some thousand at
 * most), from which every number comes by adding up; those told from a lesson by another one, as there may be many lessons.
 */
export async function readInboxCounts(db: Database, filter: InboxFilter): Promise<InboxCounts> {
	const { q } = filter;
	const { told } = filter;
	const [kinds, anyLesson, anyHow, city, steps, hows] = await Promise.all([
		readKinds(db, filter),
		filter.lesson ? readKinds(db, { q, told }) : undefined,
		told ? readKinds(db, { ...filter, told: null }) : undefined,
		q || (filter.lesson && told) ? readKinds(db, {}) : undefined,
		readSteps(db, filter),
		readHows(db, filter)
	]);
	const counts: InboxCounts = {
		total: 0,
		topic: new Map(),
		place: new Map(),
		lang: new Map(),
		state: new Map(),
		lesson: new Map(),
		step: new Map(),
		told: new Map(),
		city: sum(city ?? anyLesson ?? anyHow ?? kinds)
	};
	for (const kind of kinds) {
		const place = kind.place ?? noPlace;
		const fits = fitsOf(filter, kind);
		const misses = Object.values(fits).filter((fit) => !fit).length;
		if (misses === 0) counts.total += kind.count;
		// it counts where at most the choice's own part stands against it
		const countsFor = (part: keyof typeof fits) => misses === 0 || (misses === 1 && !fits[part]);
		if (countsFor('topic')) add(counts.topic, [kind.topic, ''], kind.count);
		if (countsFor('place')) add(counts.place, [place, ''], kind.count);
		if (countsFor('lang')) add(counts.lang, [kind.lang, ''], kind.count);
		if (countsFor('state')) {
			const isOpen = fitsState('open', kind.state);
			add(counts.state, isOpen ? [kind.state, 'open', 'all'] : [kind.state, 'all'], kind.count);
		}
	}
	for (const kind of anyLesson ?? kinds) {
		if (Object.values(fitsOf(filter, kind)).every(Boolean)) add(counts.lesson, [''], kind.count);
	}
	for (const kind of anyHow ?? kinds) {
		if (Object.values(fitsOf(filter, kind)).every(Boolean)) add(counts.told, [''], kind.count);
	}
	for (const { told: how, count } of hows) add(counts.told, [how ?? ''], count);
	for (const { lesson, step, count } of steps) {
		add(counts.lesson, [lesson ?? ''], count);
		if (lesson === filter.lesson) add(counts.step, [step ?? '', ''], count);
	}
	return counts;
}

function fitsOf(filter: InboxFilter, { topic, place, lang, state }: Kind) {
	return {
		topic: !filter.topic || filter.topic === topic,
		place: !filter.place || filter.place === (place ?? noPlace),
		lang: !filter.lang || filter.lang === lang,
		state: fitsState(filter.state, state)
	};
}

async function readKinds(
	db: Database,
	{ q, lesson, step, told }: Partial<Pick<InboxFilter, 'q' | 'lesson' | 'step' | 'told'>>
): Promise<Kind[]> {
	let query = db
		.selectFrom('needs')
		.select(['topic', 'place', 'lang', 'state', sql<number>`count(*)::int`.as('count')])
		.groupBy(['state', 'topic', 'place', 'lang']);
	if (q) query = query.where(asked(q));
	if (lesson) query = query.where('lesson', '=', lesson);
	if (step) query = query.where('step', '=', step);
	if (told) query = query.where('told', '=', told);
	return query.execute();
}

/** The steps from which needs were told that fit the rest of the filter. */
async function readSteps(db: Database, filter: InboxFilter) {
	return db
		.selectFrom('needs')
		.select(['lesson', 'step', sql<number>`count(*)::int`.as('count')])
		.where('lesson', 'is not', null)
		.where((row) => conditionOf(row, { ...filter, lesson: null, step: null }))
		.groupBy(['lesson', 'step'])
		.orderBy('lesson')
		.orderBy('step')
		.execute();
}

/** In which ways needs were told for others that fit the rest of the filter. */
async function readHows(db: Database, filter: InboxFilter) {
	return db
		.selectFrom('needs')
		.select(['told', sql<number>`count(*)::int`.as('count')])
		.where('told', 'is not', null)
		.where((row) => conditionOf(row, { ...filter, told: null }))
		.groupBy('told')
		.execute();
}

function fitsState(wanted: InboxFilter['state'], state: CityState): boolean {
	if (wanted === 'open') return openStates.some((open) => open === state);
	return wanted === 'all' || wanted === state;
}

function add<K>(counts: Map<K, number>, keys: K[], count: number): void {
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + count);
}

function sum(kinds: Kind[]): number {
	return kinds.reduce((total, { count }) => total + count, 0);
}
