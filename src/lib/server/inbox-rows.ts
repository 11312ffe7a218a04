/** The needs of a list in their order, the oldest promise first, from any place on and both ways. */
import { sql, type SqlBool } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import type { NeedStub } from '../domain/inbox.ts';
import type { Database } from './database.ts';
import { byFacets, inTurn, type Asked, type Walk } from './inbox-condition.ts';
import { byIndex } from './inbox-sample.ts';

/** A place in the order. */
export interface Place {
	/** When the need there is due, with all digits that the database has. */
	at: string;
	id: string;
}

export type Row = Omit<NeedStub, 'media'> & { at: string };

/** From how many needs of a list on, the next ones are found sooner by walking than by sorting all. */
const many = 1_000;

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
	const here = sql`(${from?.at}::timestamptz, ${from?.id}::uuid)`;
	const behind = !from
		? sql<SqlBool>`true`
		: backwards
			? sql<SqlBool>`(due_at, id) < ${here}`
			: sql<SqlBool>`(due_at, id) > ${here}`;
	if (about > many) {
		const walk = inTurn(asked);
		const { rows } = await sql<Row>`
			with page as materialized (
				select id from (
					select ${walk.columns} from needs where ${walk.here} and ${behind} ${order} limit ${walk.length}
				) as needs where ${walk.fits} ${order} limit ${limit}
			)
			select ${columns} from needs where id in (select id from page) ${order}`.execute(db);
		if (rows.length === limit || !(await isLonger(db, walk, behind))) return rows;
	}
	return byIndex(db, async (trx) => {
		// found without an order, so that the index of facets is asked and not the order walked to its end
		const { rows } = await sql<Row>`
			with found as materialized (
				select id, due_at from needs where ${byFacets(asked)} and ${behind}
			), page as (select id from found ${order} limit ${limit})
			select ${columns} from needs where id in (select id from page) ${order}`.execute(trx);
		return rows;
	});
}

const columns = sql`id, number, received_at as "receivedAt", due_at as "dueAt", promised_on as "promisedOn",
	changed_at as "changedAt", state, label, topic, place, lang, assignee, department, left(words, 200) as words,
	to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;

/** Are there more needs than were walked over? */
async function isLonger(
	db: Database,
	walk: Walk,
	behind: ReturnType<typeof sql>
): Promise<boolean> {
	const { rows } = await sql<{ more: boolean }>`
		select exists (
			select 1 from needs where ${walk.here} and ${behind} offset ${walk.length}
		) as more`.execute(db);
	return rows[0]?.more ?? false;
}

/** The place of a need in the order. */
export async function placeOf(db: Database, id: string): Promise<Place | undefined> {
	if (!v.is(idSchema, id)) return undefined;
	const { rows } = await sql<Place>`
		select id, to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
		from needs where id = ${id}`.execute(db);
	return rows[0];
}
