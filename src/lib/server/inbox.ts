/** The inbox: needs, the oldest promise first, in pages of 50, and how many there are of each kind. */
import type { InboxCounts, NeedStub } from '../domain/inbox.ts';
import type { Database } from './database.ts';
import { withTheme, type Asked } from './inbox-condition.ts';
import { readInboxCounts } from './inbox-counts.ts';
import { placeOf, readRows, type Place, type Row } from './inbox-rows.ts';
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
export async function readInbox(db: Database, list: Asked, mark?: InboxMark): Promise<InboxPage> {
	if (list.filter.q) await makeSearchable(db);
	const asked = await withTheme(db, list);
	const from = mark && openMark('before' in mark ? mark.before : mark.after);
	const backwards = from !== undefined && mark !== undefined && 'before' in mark;
	const counts = await readInboxCounts(db, asked);
	const about = counts.cut.has('total') ? undefined : counts.total;
	const found = await readRows(db, asked, { from, backwards, limit: pageLength + 1 }, about);
	const more = found.length > pageLength;
	const page = found.slice(0, pageLength);
	if (backwards) page.reverse();
	const hasNext = backwards ? true : more;
	const hasPrevious = from ? (backwards ? more : true) : false;
	return {
		rows: await withMedia(db, page),
		counts,
		next: hasNext ? markOf(page.at(-1)) : null,
		previous: hasPrevious ? markOf(page.at(0)) : null
	};
}

/** The needs that stand beside one in the list; it need not be part of the list itself. */
export async function needsBeside(
	db: Database,
	list: Asked,
	id: string
): Promise<{ next: string | undefined; previous: string | undefined }> {
	if (list.filter.q) await makeSearchable(db);
	const asked = await withTheme(db, list);
	const from = await placeOf(db, id);
	if (!from) return { next: undefined, previous: undefined };
	const [[next], [previous]] = await Promise.all([
		readRows(db, asked, { from, limit: 1 }),
		readRows(db, asked, { from, backwards: true, limit: 1 })
	]);
	return { next: next?.id, previous: previous?.id };
}

/** Asked after the page is cut, so that a long list costs no more. */
async function withMedia(db: Database, rows: Row[]): Promise<NeedStub[]> {
	const media = await markMedia(
		db,
		rows.map(({ id }) => id)
	);
	return rows.map(({ at: _, ...row }) => ({ ...row, media: media.get(row.id) ?? null }));
}

function markOf(row: Place | undefined): string | null {
	return row ? Buffer.from(`${row.at} ${row.id}`).toString('base64url') : null;
}

function openMark(mark: string): Place | undefined {
	const text = Buffer.from(mark, 'base64url').toString();
	const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/.exec(text);
	const [, at, id] = match ?? [];
	return at && id && !Number.isNaN(Date.parse(at)) && isUuid(id) ? { at, id } : undefined;
}

function isUuid(id: string): boolean {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
