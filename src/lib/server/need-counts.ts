/** How many needs have a facet, by state: kept as a sum of changes, which the database adds to with each change of a need. */
import { sql } from 'kysely';
import { kindParts } from '../domain/inbox-facets.ts';
import type { InboxFilter } from '../domain/inbox-filter.ts';
import { openStates, type CityState } from '../domain/need-state.ts';
import type { Database } from './database.ts';

/** How many needs there are in each state. */
export type States = Map<CityState, number>;

/** By facet, by state. */
export type KeptCounts = Map<string, States>;

/** Sessions are many: counted are those asked for, and the newest at a lab. */
const newestSessions = 30;

/**
 * What is kept of all facets. Of the many that only some lists ask for, only what this filter needs: topic, neighbourhood
 * and language together where they fit it in all but one part; the steps of its lesson; of sessions its own and the newest
 * of its lab.
 */
export async function readKept(db: Database, filter: InboxFilter): Promise<KeptCounts> {
	const { lab, session, lesson } = filter;
	const chosen = kindParts.flatMap((part, at) => {
		const value = filter[part];
		return value === null
			? []
			: [sql`(split_part(substr(facet, 3), '|', ${at + 1}) = ${value})::int`];
	});
	const kinds =
		chosen.length === 0
			? sql`false`
			: sql`(facet collate "C" >= 'k:' and facet collate "C" < 'k;'
					and ${sql.join(chosen, sql` + `)} >= ${Math.max(1, chosen.length - 1)})`;
	// in parts that the index of facets gives, in its order
	const at = sql`facet collate "C"`;
	const { rows } = await sql<{ facet: string; state: CityState; many: number }>`
		select facet, state, sum(many)::int as many from need_counts
		where ${at} < 'k:' or (${at} >= 'k;' and ${at} < 'n:') or (${at} >= 'n;' and ${at} < 'r:') or ${at} >= 'r;'
			or ${kinds}
			or ${at} = ${`n:${session}`}
			or (${at} >= ${`r:${lesson}/`} and ${at} < ${`r:${lesson}0`})
			or ${at} = any(array(
				select 'n:' || id from held_sessions
				where ${lab}::text is null or lab::text = ${lab}
				order by received_at desc, id desc limit ${newestSessions}
			))
		group by facet, state having sum(many) > 0`.execute(db);
	const kept: KeptCounts = new Map();
	for (const { facet, state, many } of rows) {
		const states = kept.get(facet) ?? new Map<CityState, number>();
		kept.set(facet, states.set(state, many));
	}
	return kept;
}

/** Adds changes up where there are many of them, so that what is read does not grow with all that ever changed. */
export async function sumUpCounts(db: Database, most = 2_000): Promise<void> {
	const { rows } = await sql<{ changes: number }>`
		select (count(*) - count(distinct (facet, state)))::int as changes from need_counts`.execute(db);
	if ((rows[0]?.changes ?? 0) < most) return;
	await sql`
		with gone as (
			delete from need_counts where (facet, state) in (
				select facet, state from need_counts group by facet, state having count(*) > 1
			) returning facet, state, many
		)
		insert into need_counts
		select facet, state, sum(many) from gone group by facet, state having sum(many) <> 0`.execute(db);
}

/** How many needs there are in each state, of several kinds together. */
export function addStates(many: States[]): States {
	const sum: States = new Map();
	for (const states of many)
		for (const [state, count] of states) sum.set(state, (sum.get(state) ?? 0) + count);
	return sum;
}

/** How many needs that is in a state, in all that are open, or in all. */
export function sumStates(states: States, wanted: InboxFilter['state']): number {
	let sum = 0;
	for (const [state, many] of states) {
		const isOpen = openStates.some((open) => open === state);
		if (wanted === 'all' || wanted === state || (wanted === 'open' && isOpen)) sum += many;
	}
	return sum;
}
