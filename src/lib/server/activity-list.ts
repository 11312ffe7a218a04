/** The log of activity, read page by page, and checked from its first entry to its last. */
import { sql } from 'kysely';
import { firstPrevious, hashOfActivity } from './activity.ts';
import type { Database } from './database.ts';

const pageLength = 50;
const checkedAtOnce = 1000;

export interface ActivityFilter {
	staff?: string | undefined;
	action?: string | undefined;
	/** Entries older than this number. */
	before?: string | undefined;
	/** Or newer than this one. */
	after?: string | undefined;
}

export interface ActivityEntry {
	seq: string;
	at: Date;
	staff: string | null;
	/** Her name; null where she is not on the staff any more. */
	name: string | null;
	action: string;
	subject: string;
	/** Its name, where the subject is a member of the staff. */
	subjectName: string | null;
}

export interface ActivityPage {
	rows: ActivityEntry[];
	/** The number from which older or newer entries go on; null where there are none. */
	older: string | null;
	newer: string | null;
}

/** Fifty entries, newest first. */
export async function listActivity(db: Database, filter: ActivityFilter): Promise<ActivityPage> {
	const { staff, action, before, after } = filter;
	let query = db
		.selectFrom('activity')
		.leftJoin('staff as who', 'who.id', 'activity.staff')
		.leftJoin('staff as whom', (join) =>
			join.on(sql`'staff:' || whom.id`, '=', sql.ref('activity.subject'))
		)
		.select(['seq', 'at', 'activity.staff', 'action', 'subject'])
		.select(['who.name as name', 'whom.name as subjectName'])
		.orderBy('seq', after ? 'asc' : 'desc')
		.limit(pageLength + 1);
	if (staff) query = query.where('activity.staff', '=', staff);
	if (action) query = query.where('action', '=', action);
	if (after) query = query.where('seq', '>', after);
	else if (before) query = query.where('seq', '<', before);
	const found = await query.execute();
	const more = found.length > pageLength;
	const page = found.slice(0, pageLength);
	if (after) page.reverse();
	const isMoreOlder = after ? true : more;
	const isMoreNewer = after ? more : before !== undefined;
	return {
		rows: page.map((row) => ({ ...row, at: new Date(row.at) })),
		older: isMoreOlder ? (page.at(-1)?.seq ?? null) : null,
		newer: isMoreNewer ? (page[0]?.seq ?? null) : null
	};
}

/** The actions that are in the log, by name; each is found by a jump in the index, however long the log is. */
export async function knownActions(db: Database): Promise<string[]> {
	const { rows } = await sql<{ action: string }>`
		with recursive known as (
			(select action from activity order by action limit 1)
			union all
			select (select action from activity where action > known.action order by action limit 1)
			from known where known.action is not null
		)
		select action from known where action is not null`.execute(db);
	return rows.map(({ action }) => action);
}

/**
 * Reckons the whole chain anew. Gives how many entries are sound, and the number of the first that is not: it was
 * changed, or one before it is missing. Entries cut off at the end leave a sound, shorter chain: compare `last` with
 * what was noted elsewhere.
 */
export async function verifyActivity(
	db: Database
): Promise<{ sound: number; broken: string | undefined; last: string }> {
	let previous = firstPrevious;
	let sound = 0;
	for (;;) {
		const rows = await db
			.selectFrom('activity')
			.selectAll()
			.where('seq', '>', String(sound))
			.orderBy('seq')
			.limit(checkedAtOnce)
			.execute();
		for (const row of rows) {
			const detail = row.detail as Record<string, unknown>;
			const isNext = row.seq === String(sound + 1) && row.previous === previous;
			if (!isNext || row.hash !== hashOfActivity({ ...row, detail }, previous)) {
				return { sound, broken: row.seq, last: previous };
			}
			previous = row.hash;
			sound++;
		}
		if (rows.length < checkedAtOnce) return { sound, broken: undefined, last: previous };
	}
}
