/** How many needs there are behind each choice of the inbox's filter. */
import { sql } from 'kysely';
import { noPlace, openStates, type InboxCounts, type InboxFilter } from '../domain/inbox-filter.ts';
import type { NeedState, Topic } from '../domain/need.ts';
import type { Database } from './database.ts';
import { asked } from './inbox-condition.ts';

type Kind = { topic: Topic; place: string | null; lang: string; state: NeedState; count: number };

/**
 * Counts all choices with one query: the needs by kind (topic, place, language and state together, some thousand at
 * most), from which every number comes by adding up.
 */
export async function readInboxCounts(db: Database, filter: InboxFilter): Promise<InboxCounts> {
	const [kinds, city] = await Promise.all([
		readKinds(db, filter.q),
		filter.q ? readKinds(db, '') : undefined
	]);
	const counts: InboxCounts = {
		total: 0,
		topic: new Map(),
		place: new Map(),
		lang: new Map(),
		state: new Map(),
		city: sum(city ?? kinds)
	};
	for (const kind of kinds) {
		const place = kind.place ?? noPlace;
		const fits = {
			topic: !filter.topic || filter.topic === kind.topic,
			place: !filter.place || filter.place === place,
			lang: !filter.lang || filter.lang === kind.lang,
			state: fitsState(filter.state, kind.state)
		};
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
	return counts;
}

async function readKinds(db: Database, q: string): Promise<Kind[]> {
	let query = db
		.selectFrom('needs')
		.select(['topic', 'place', 'lang', 'state', sql<number>`count(*)::int`.as('count')])
		.groupBy(['state', 'topic', 'place', 'lang']);
	if (q) query = query.where(asked(q));
	return query.execute();
}

function fitsState(wanted: InboxFilter['state'], state: NeedState): boolean {
	if (wanted === 'open') return openStates.some((open) => open === state);
	return wanted === 'all' || wanted === state;
}

function add<K>(counts: Map<K, number>, keys: K[], count: number): void {
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + count);
}

function sum(kinds: Kind[]): number {
	return kinds.reduce((total, { count }) => total + count, 0);
}
