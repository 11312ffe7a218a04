/** Counts of lists that nobody keeps a number of: exact up to a thousand, and beyond it at least so many. */
import { sql, type RawBuilder } from 'kysely';
import { every, spanOf, themePrefix } from '../domain/inbox-facets.ts';
import { ages } from '../domain/inbox-filter.ts';
import { countedTo } from '../domain/inbox.ts';
import type { Database } from './database.ts';
import { hasFew, byFacets, inMonths, inOrder, isOrder, type Asked } from './inbox-condition.ts';
import { fromMonths, fullestMonths } from './inbox-months.ts';

/** How many of a list's needs have each facet. Ages, what is overdue and themes are counted as facets `y:`, `due:` and `h:` too. */
export interface Sample {
	by: Map<string, number>;
	/** Are there more needs than were counted? */
	isCut: boolean;
}

/** In so many months it is looked before it is known about how many needs the list has. */
const firstMonths = 4;

const most = countedTo + 1;

/** A list of less than so many needs is found sooner in one go than month by month. */
const many = 4 * most;

/**
 * Looks at a thousand needs of the list at most: in a few months, then in twice as many, and so on; as soon as these tell
 * that there are not many, at all months together.
 * @param about so many needs the list has at most: `mostOfList`; `months` are those in which needs are due: `readMonths`
 */
export async function sampleList(
	db: Database,
	asked: Asked,
	{ about, months }: { about: number; months: () => Promise<number[]> }
): Promise<Sample> {
	if (isOrder(asked)) {
		return count(db, asked, sql`needs where ${inOrder(asked).here} order by due_at, id`, most);
	}
	const isRare = hasFew(asked) || about < many;
	const order = isRare ? [] : fullestMonths(await months(), asked);
	return byIndex(db, async (trx) => {
		const all = () => count(trx, asked, sql`needs where ${byFacets(asked)}`, most);
		if (isRare) return all();
		const by = new Map<string, number>();
		const found = () => by.get(every) ?? 0;
		// asked of all months together, far more needs than the theme has would be looked up in it
		let length = asked.filter.theme ? order.length : firstMonths;
		for (let at = 0; at < order.length && found() < most; at += length, length *= 2) {
			const [before, left] = [found(), order.length - at - length];
			const from = fromMonths(order.slice(at, at + length), inMonths(asked), sql``, most - before);
			const { by: more } = await count(trx, asked, from, most - before);
			for (const [facet, times] of more) by.set(facet, (by.get(facet) ?? 0) + times);
			const expected = found() + ((found() - before) / length) * left;
			if (found() < most && left > 0 && expected < many) return all();
		}
		return { by, isCut: found() >= most };
	});
}

async function count(
	db: Database,
	{ now }: Asked,
	from: RawBuilder<unknown>,
	limit: number
): Promise<Sample> {
	const moments = ages.map((age) => {
		const { from, before } = spanOf(age, now);
		const is = from ? sql`received_at >= ${from}` : sql`received_at < ${before}`;
		return sql`case when ${is} then ${`y:${age}`} end`;
	});
	const due = sql`case when due_at <= ${now} and facets @> '{o}' then 'due:overdue' end`;
	const { rows } = await sql<{ facet: string; many: number }>`
		select facet, count(*)::int as many from (
			select id, facets || ${sql.lit(every)}::text || array_remove(array[${sql.join([...moments, due])}], null) as facets
			from (select id, received_at, due_at, facets from ${from} limit ${limit}) as needs
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
	const { here, fits } = inOrder(asked);
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
		select count(*)::int as many from (${found} limit ${most}) as found`.execute(db);
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
