/** The needs of a list in their order, the oldest promise first, from any place on and both ways. */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import type { NeedStub } from '../domain/inbox.ts';
import type { Database } from './database.ts';
import { byFacets, inMonths, inOrder, type Asked } from './inbox-condition.ts';
import { fromMonths, nextMonths, readMonths } from './inbox-months.ts';
import { byIndex } from './inbox-sample.ts';

/** A place in the order. */
export interface Place {
	/** When the need there is due, with all digits that the database has. */
	at: string;
	id: string;
}

export type Row = Omit<NeedStub, 'media'> & { at: string };

/** From how many needs of a list on, the next ones are found sooner from a place on than by sorting all. */
const many = 1_000;

/** So many needs are looked at in their order at most, some hundredths of a second long. */
const longestWalk = 25_000;

/** And in so many months, before all that the list has is sorted. */
const fewMonths = 8;

/**
 * So many needs of a list, those after a place or, backwards, those before it.
 * @param about how many needs the list has, where that is known
 */
export async function readRows(
	db: Database,
	asked: Asked,
	{
		from,
		backwards = false,
		limit
	}: { from?: Place | undefined; backwards?: boolean; limit: number },
	about = Infinity
): Promise<Row[]> {
	const direction = sql.raw(backwards ? 'desc' : 'asc');
	const order = sql`order by due_at ${direction}, id ${direction}`;
	const behind = isBehind(from, backwards);
	const read = async (trx: Database, page: RawBuilder<unknown>) => {
		const { rows } = await sql<Row>`
			with page as materialized (select id from ${page} limit ${limit})
			select ${columns} from needs where id in (select id from page) ${order}`.execute(trx);
		return rows;
	};
	// found without an order, so that the index of facets is asked and not the order walked to its end
	const all = sql`(select id, due_at from needs where ${byFacets(asked)} and ${behind} offset 0) as needs ${order}`;
	if (about <= many) return byIndex(db, (trx) => read(trx, all));
	if (!asked.filter.q) {
		const { here, fits } = inOrder(asked);
		const walk = sql`select id, due_at, received_at, facets from needs where ${here} and ${behind} ${order}`;
		const rows = await read(
			db,
			sql`(${walk} limit ${longestWalk}) as needs where ${fits} ${order}`
		);
		if (rows.length === limit || !(await isLonger(db, walk))) return rows;
	}
	const months = nextMonths(await readMonths(db), asked, { from: from?.at, backwards });
	return byIndex(db, async (trx) => {
		const fits = sql<SqlBool>`${inMonths(asked)} and ${behind}`;
		const rows = await read(trx, fromMonths(months.slice(0, fewMonths), fits, order, limit));
		return rows.length === limit || months.length <= fewMonths ? rows : read(trx, all);
	});
}

/** What is behind a place, or before it. */
function isBehind(from: Place | undefined, backwards: boolean): RawBuilder<SqlBool> {
	if (!from) return sql`true`;
	const here = sql`(${from.at}::timestamptz, ${from.id}::uuid)`;
	return backwards ? sql`(due_at, id) < ${here}` : sql`(due_at, id) > ${here}`;
}

/** Are there more needs than were walked over? */
async function isLonger(db: Database, walk: RawBuilder<unknown>): Promise<boolean> {
	const { rows } = await sql<{ more: boolean }>`
		select exists (${walk} offset ${longestWalk}) as more`.execute(db);
	return rows[0]?.more ?? false;
}

const columns = sql`id, number, received_at as "receivedAt", due_at as "dueAt", promised_on as "promisedOn",
	changed_at as "changedAt", state, label, topic, place, lang, assignee, department, left(words, 200) as words,
	to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;

/** The place of a need in the order. */
export async function placeOf(db: Database, id: string): Promise<Place | undefined> {
	if (!v.is(idSchema, id)) return undefined;
	const { rows } = await sql<Place>`
		select id, to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
		from needs where id = ${id}`.execute(db);
	return rows[0];
}
