/** Lists that a member of the staff keeps under a name: for herself, or for all colleagues. */
import { randomBytes } from 'node:crypto';
import { makeId } from '../domain/id.ts';
import { readFilter, writeFilter } from '../domain/inbox-filter.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';

export interface SavedView {
	id: string;
	name: string;
	/** The list's address, with its question mark. */
	query: string;
	shared: boolean;
	/** Is it of who asks? */
	own: boolean;
}

/** The longest name of a view, and how many a member may keep. */
const longestViewName = 60;
const mostViews = 50;

/** Her own views and those that are shared, by name. */
export async function listViews(db: Database, staff: string): Promise<SavedView[]> {
	const rows = await db
		.selectFrom('saved_views')
		.select(['id', 'name', 'query', 'shared', 'staff'])
		.where((row) => row.or([row('staff', '=', staff), row('shared', '=', true)]))
		.orderBy('name')
		.orderBy('id')
		.execute();
	return rows.map(({ staff: of, ...view }) => ({ ...view, own: of === staff }));
}

/**
 * Keeps a list under a name. A name that she has already stands for the new list from then on. `name` when it is none,
 * `many` when she has fifty already.
 */
export async function keepView(
	db: Database,
	{ staff, name, query, shared }: { staff: string; name: string; query: string; shared: boolean },
	now = new Date()
): Promise<'name' | 'many' | undefined> {
	const called = name.normalize('NFC').replace(/\s+/g, ' ').trim();
	if (called === '' || called.length > longestViewName) return 'name';
	return db.transaction().execute(async (trx) => {
		const own = (await listViews(trx, staff)).filter((view) => view.own);
		const same = own.find((view) => view.name === called);
		if (!same && own.length >= mostViews) return 'many';
		if (same) await trx.deleteFrom('saved_views').where('id', '=', same.id).execute();
		const id = makeId(now.getTime(), randomBytes(10));
		// read and written again: nothing but a filter is ever kept
		const kept = writeFilter(readFilter(new URLSearchParams(query)));
		await trx
			.insertInto('saved_views')
			.values({
				id,
				...{ staff, name: called, query: kept, shared, made_at: now }
			})
			.execute();
		if (shared || same?.shared) await logShared(trx, staff, 'view.shared', id, now);
		return undefined;
	});
}

/** Removes a view of hers; of others only where she may, and only shared ones. */
export async function removeView(
	db: Database,
	{ staff, id, anyShared }: { staff: string; id: string; anyShared: boolean },
	now = new Date()
): Promise<void> {
	await db.transaction().execute(async (trx) => {
		const gone = await trx
			.deleteFrom('saved_views')
			.where('id', '=', id)
			.where((row) =>
				row.or([row('staff', '=', staff), ...(anyShared ? [row('shared', '=', true)] : [])])
			)
			.returning('shared')
			.executeTakeFirst();
		if (gone?.shared) await logShared(trx, staff, 'view.removed', id, now);
	});
}

/** What she keeps for herself alone concerns nobody: only what colleagues see is written down. */
function logShared(
	trx: Database,
	staff: string,
	action: 'view.shared' | 'view.removed',
	id: string,
	now: Date
): Promise<void> {
	return logActivity(trx, { staff, action, subject: `view:${id}` }, now);
}
