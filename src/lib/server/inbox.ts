/** The inbox: needs, oldest first, in pages of 50, and how many there are of each kind. */
import { sql, type SqlBool } from 'kysely';
import type { InboxCounts, InboxFilter, NeedStub } from '../domain/inbox-filter.ts';
import type { Database } from './database.ts';
import { conditionOf } from './inbox-condition.ts';
import { readInboxCounts } from './inbox-counts.ts';
import { markMedia } from './media/view.ts';
import { makeSearchable } from './searchable.ts';

export interface InboxPage {
	rows: NeedStub[];
	counts: InboxCounts;
	/** Marks of the neighbouring pages, where there is one. */
	next: string | null;
	previous: string | null;
}

/** Where a page begins or ends: behind or before a need, by its place in the order. */
export type InboxMark = { after: string } | { before: string } | undefined;

export const pageLength = 50;

/**
 * A page of the list. Pages are cut by the last need seen, so nobody is shown twice or left out while others arrive; a
 * mark that cannot be read gives the first page.
 */
export async function readInbox(
	db: Database,
	filter: InboxFilter,
	mark?: InboxMark
): Promise<InboxPage> {
	if (filter.q) await makeSearchable(db);
	const backwards = mark !== undefined && 'before' in mark;
	const from = mark && openMark('before' in mark ? mark.before : mark.after);
	const [found, counts] = await Promise.all([
		readRows(db, filter, from, backwards && from !== undefined, pageLength + 1).then((rows) =>
			withMedia(db, rows)
		),
		readInboxCounts(db, filter)
	]);
	const more = found.length > pageLength;
	const page = found.slice(0, pageLength);
	if (from && backwards) page.reverse();
	const hasNext = from && backwards ? true : more;
	const hasPrevious = from ? (backwards ? more : true) : false;
	return {
		rows: page.map(({ at: _, ...row }) => row),
		counts,
		next: hasNext ? markOf(page.at(-1)) : null,
		previous: hasPrevious ? markOf(page.at(0)) : null
	};
}

/** The need that follows another one in the list. */
export async function needAfter(
	db: Database,
	filter: InboxFilter,
	need: { id: string; receivedAt: Date }
): Promise<string | undefined> {
	if (filter.q) await makeSearchable(db);
	const from = { at: need.receivedAt.toISOString(), id: need.id };
	const [row] = await readRows(db, filter, from, false, 1);
	return row?.id;
}

async function readRows(
	db: Database,
	filter: InboxFilter,
	from: { at: string; id: string } | undefined,
	backwards: boolean,
	limit: number
): Promise<(Omit<NeedStub, 'media'> & { at: string })[]> {
	const direction = backwards ? 'desc' : 'asc';
	let query = db
		.selectFrom('needs')
		.select(['id', 'number', 'received_at as receivedAt', 'state', 'topic', 'place', 'lang'])
		.select([
			sql<string>`left(words, 200)`.as('words'),
			// with all its digits: a Date would cut microseconds off, and the cut with them
			sql<string>`to_char(received_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('at')
		])
		.where((row) => conditionOf(row, filter))
		.orderBy('received_at', direction)
		.orderBy('id', direction)
		.limit(limit);
	if (from) {
		const here = sql`(${from.at}::timestamptz, ${from.id}::uuid)`;
		query = query.where(
			backwards
				? sql<SqlBool>`(received_at, id) < ${here}`
				: sql<SqlBool>`(received_at, id) > ${here}`
		);
	}
	return query.execute();
}

/** Asked after the page is cut, so that a long list costs no more. */
async function withMedia<Row extends { id: string }>(
	db: Database,
	rows: Row[]
): Promise<(Row & Pick<NeedStub, 'media'>)[]> {
	const ids = rows.map(({ id }) => id);
	const media = await markMedia(db, ids);
	return rows.map((row) => ({ ...row, media: media.get(row.id) ?? null }));
}

function markOf(row: { at: string; id: string } | undefined): string | null {
	return row ? Buffer.from(`${row.at} ${row.id}`).toString('base64url') : null;
}

function openMark(mark: string): { at: string; id: string } | undefined {
	const text = Buffer.from(mark, 'base64url').toString();
	const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/.exec(text);
	const [, at, id] = match ?? [];
	return at && id && !Number.isNaN(Date.parse(at)) && isUuid(id) ? { at, id } : undefined;
}

function isUuid(id: string): boolean {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
