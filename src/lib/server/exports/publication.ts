/** The table that may be published: docs/exports.md says what each column means, and what is hidden. */
import { sql, type SqlBool } from 'kysely';
import type { ExportTable } from '../../domain/export.ts';
import { readStates } from '../../domain/need-state.ts';
import { coverFound } from '../../domain/personal-data/find.ts';
import { hideFew, kindOf, type Circumstances } from './hide-few.ts';
import type { Database } from '../database.ts';
import { inBatches, rowsAtOnce } from './batches.ts';
import type { Names } from './names.ts';

export const publicationColumns = [
	...['month', 'topic', 'place', 'place_name', 'lang', 'state', 'words']
] as const;

/**
 * The needs whose people agreed to it and which a person of the staff has read, in an order that says nothing. Without
 * number and id, and with no more about the person than at least five share.
 */
export async function publicationTable(db: Database, names: Names): Promise<ExportTable> {
	const shown = hideFew(await countKinds(db));
	const rows = inBatches(
		(last?: Row) => readPublished(db, last?.mark),
		(need) => {
			const seen = shown.get(kindOf(need));
			return (
				seen && [
					...[seen.month, need.topic, seen.place, names.place(seen.place), seen.lang],
					...[need.state, coverFound(need.words)]
				]
			);
		}
	);
	return { columns: publicationColumns, rows };
}

type Row = Awaited<ReturnType<typeof readPublished>>[number];

const month = sql<string>`to_char(received_at at time zone 'utc', 'YYYY-MM')`;
/** Of the id, so that the order of arrival does not tell the day; the index needs_publication has it. */
const mark = sql<string>`md5('publication ' || id::text)`;

function published(db: Database) {
	return (
		db
			.selectFrom('needs')
			// in words, not as a parameter: only so the index is used
			.where(sql<SqlBool>`publish`)
			.where('state', 'in', readStates)
			.where('words', '<>', '')
	);
}

async function countKinds(
	db: Database
): Promise<Map<string, { kind: Circumstances; count: number }>> {
	const rows = await published(db)
		.select(['place', 'lang', month.as('month'), sql<number>`count(*)::int`.as('count')])
		.groupBy([month, 'place', 'lang'])
		.execute();
	return new Map(rows.map(({ count, ...kind }) => [kindOf(kind), { kind, count }]));
}

async function readPublished(db: Database, last: string | undefined) {
	let query = published(db)
		.select(['topic', 'place', 'lang', 'words', month.as('month'), mark.as('mark')])
		.select(
			sql<string>`case when state in ('read', 'in work') then 'open' else state end`.as('state')
		)
		.orderBy(mark)
		.limit(rowsAtOnce);
	if (last) query = query.where(mark, '>', last);
	return query.execute();
}
