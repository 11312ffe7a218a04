/** Counts of lists that nobody keeps a number of: exact up to a thousand, and beyond it at least so many. */
import { sql, type RawBuilder } from 'kysely';
import { every, spanOf, themePrefix } from '../domain/inbox-facets.ts';
import { ages } from '../domain/inbox-filter.ts';
import { countedTo } from '../domain/inbox.ts';
import type { Database } from './database.ts';
import { byFacets, inTurn, type Asked } from './inbox-condition.ts';

/** How many of a list's needs have each facet. Ages, what is overdue and themes are counted as facets `y:`, `due:` and `h:` too. */
export interface Sample {
	by: Map<string, number>;
	/** Are there more needs than were counted? */
	isCut: boolean;
}

/**
 * Looks at a thousand needs of the list at most.
 * @param isOften whether so many needs are part of it that the first ones tell enough
 * @param isWalkWhole whether all that can be part of it are looked at in their turn
 */
export async function sampleList(
	db: Database,
	asked: Asked,
	{ isOften, isWalkWhole }: { isOften: boolean; isWalkWhole: boolean }
): Promise<Sample> {
	if (isOften) {
		const { here, fits, columns, length } = inTurn(asked);
		const walked = sql`(
			select ${columns} from needs where ${here} order by due_at, id limit ${length}
		) as needs where ${fits}`;
		const sample = await count(db, asked, walked);
		if (sample.isCut || isWalkWhole) return sample;
	}
	return byIndex(db, (trx) => count(trx, asked, sql`needs where ${byFacets(asked)}`));
}

async function count(db: Database, { now }: Asked, from: RawBuilder<unknown>): Promise<Sample> {
	const moments = ages.map((age) => {
		const { from, before } = spanOf(age, now);
		const is = from ? sql`received_at >= ${from}` : sql`received_at < ${before}`;
		return sql`case when ${is} then ${`y:${age}`} end`;
	});
	const due = sql`case when due_at <= ${now} and facets @> '{o}' then 'due:overdue' end`;
	const { rows } = await sql<{ facet: string; many: number }>`
		select facet, count(*)::int as many from (
			select id, facets || ${sql.lit(every)}::text || array_remove(array[${sql.join([...moments, due])}], null) as facets
			from ${from} limit ${countedTo + 1}
		) as found, unnest(facets || array(
			select ${sql.lit(themePrefix)} || theme from theme_needs where need = found.id and not removed
		)) as facet
		group by facet`.execute(db);
	const by = new Map(rows.map(({ facet, many }) => [facet, many]));
	return { by, isCut: (by.get(every) ?? 0) > countedTo };
}

/** How many needs a list has that is made by a state and a time alone, up to a thousand and one: entries of one index. */
export async function countSome(db: Database, asked: Asked): Promise<number> {
	const { state, age, due } = asked.filter;
	const { from, before } = age ? spanOf(age, asked.now) : {};
	const { here, fits } = inTurn(asked);
	const ofState =
		state === 'open'
			? sql`state in ('received', 'read', 'in work')`
			: state === 'all'
				? sql`true`
				: sql`state = ${state}`;
	const found = due
		? sql`select 1 from needs where ${here} and ${fits} order by due_at, id`
		: from
			? sql`select 1 from needs where ${ofState} and received_at >= ${from} order by received_at desc, id desc`
			: sql`select 1 from needs where ${ofState} and received_at < ${before} order by received_at, id`;
	const { rows } = await sql<{ many: number }>`
		select count(*)::int as many from (${found} limit ${countedTo + 1}) as found`.execute(db);
	return rows[0]?.many ?? 0;
}

/**
 * Lets a query use indexes alone. A planner takes conditions for independent of each other, and would read a whole table
 * in search of a thousand needs where there are none.
 */
export async function byIndex<Result>(
	db: Database,
	ask: (trx: Database) => Promise<Result>
): Promise<Result> {
	return db
		.transaction()
		.setAccessMode('read only')
		.execute(async (trx) => {
			await sql`
				select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),
					set_config('work_mem', '32MB', true)`.execute(trx);
			return ask(trx);
		});
}
