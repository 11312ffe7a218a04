/**
 * Lists by the month in which an answer is due, served by one index of months, facets and words (migration 0051): so a list
 * of which there is much costs what is shown of it, and not all that there is of it in all the years.
 */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { spanOf } from '../domain/inbox-facets.ts';
import type { Database } from './database.ts';
import type { Asked } from './inbox-condition.ts';

/** Months here have thirty days each, and are numbered from the year 2000 on. Written as in the index, which serves it. */
const month = sql`array[((due_at at time zone 'utc')::date - date '2000-01-01') / 30]`;

const length = 30 * 24 * 60 * 60 * 1000;

function monthOf(moment: Date): number {
	return Math.floor((moment.getTime() - Date.UTC(2000, 0, 1)) / length);
}

/** The months in which needs are due, the oldest first: one look into the index of their order for each. */
export async function readMonths(db: Database): Promise<number[]> {
	const { rows } = await sql<{ month: number }>`
		with recursive months as (
			(select (${month})[1] as month from needs order by due_at limit 1)
			union all
			select (
				select (${month})[1] from needs
				where due_at >= (date '2000-01-01' + (months.month + 1) * 30)::timestamp at time zone 'utc'
				order by due_at limit 1
			) from months where month is not null
		)
		select month from months where month is not null`.execute(db);
	return rows.map(({ month }) => month);
}

/** Those in which needs of a list can be due. Nothing is due before it was received; what comes is not overdue. */
function within(months: number[], { filter, now }: Asked): number[] {
	const { from } = filter.age ? spanOf(filter.age, now) : {};
	const first = from ? monthOf(from) : -Infinity;
	const last = filter.due ? monthOf(now) : Infinity;
	return months.filter((each) => first <= each && each <= last);
}

/**
 * Those in which needs of a list can be due, first those in which most of them are: the newest, or the end of the list's
 * time.
 */
export function fullestMonths(months: number[], asked: Asked): number[] {
	const { before } = asked.filter.age ? spanOf(asked.filter.age, asked.now) : {};
	const end = before ? monthOf(before) + 1 : Infinity;
	const newest = within(months, asked).reverse();
	return [...newest.filter((each) => each <= end), ...newest.filter((each) => each > end)];
}

/** The same in their order from a moment on, or backwards from it. */
export function nextMonths(
	months: number[],
	asked: Asked,
	{ from, backwards }: { from: string | undefined; backwards: boolean }
): number[] {
	const here = from === undefined ? undefined : monthOf(new Date(from));
	const all = within(months, asked);
	if (backwards) return all.filter((each) => here === undefined || each <= here).reverse();
	return all.filter((each) => here === undefined || each >= here);
}

/**
 * The needs of these months that fit, one month after the other, as something to select from.
 * @param order that within a month; @param limit how many are wanted: no month is looked into behind it
 */
export function fromMonths(
	months: number[],
	fits: RawBuilder<SqlBool>,
	order: RawBuilder<unknown>,
	limit: number
): RawBuilder<unknown> {
	return sql`unnest(${months}::int[]) as asked (month) cross join lateral (
		select id, received_at, due_at, facets from needs where ${month} @> array[asked.month] and ${fits}
		${order} limit ${limit}
	) as needs`;
}
