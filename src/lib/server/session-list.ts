/** Sessions in the staff's list: those to come, the next one first; or those that are over, the last one first. */
import { sql, type SqlBool } from 'kysely';
import type { Language } from '../domain/language.ts';
import type { Database } from './database.ts';

/** A session in a list. */
export interface ListedSession {
	id: string;
	labName: string;
	startsAt: Date;
	endsAt: Date;
	modules: string[];
	languages: Language[];
	cancelled: boolean;
}

export interface SessionPage {
	rows: ListedSession[];
	/** The page behind and the page before: after or before this id; null where there is none. */
	next: string | null;
	previous: string | null;
}

const pageLength = 50;

/** A page of sessions. Pages are cut by the last one seen: what is planned meanwhile moves none. */
export async function listSessions(
	db: Database,
	now: Date,
	asked: { past?: boolean; after?: string | undefined; before?: string | undefined } = {}
): Promise<SessionPage> {
	const { past = false, after, before } = asked;
	const mark = before ?? after;
	const isAscending = past === (before !== undefined);
	let query = db
		.selectFrom('sessions')
		.innerJoin('labs', 'labs.id', 'sessions.lab')
		.select(['sessions.id', 'labs.name as labName', 'starts_at as startsAt', 'ends_at as endsAt'])
		.select(['modules', 'languages', 'cancelled'])
		.where('ends_at', past ? '<=' : '>', now)
		.orderBy('starts_at', isAscending ? 'asc' : 'desc')
		.orderBy('sessions.id', isAscending ? 'asc' : 'desc')
		.limit(pageLength + 1);
	if (mark !== undefined) {
		const place = sql`(select seen.starts_at, seen.id from sessions as seen where seen.id = ${mark})`;
		query = query.where(
			isAscending
				? sql<SqlBool>`(sessions.starts_at, sessions.id) > ${place}`
				: sql<SqlBool>`(sessions.starts_at, sessions.id) < ${place}`
		);
	}
	const found = await query.execute();
	const more = found.length > pageLength;
	const rows = found.slice(0, pageLength);
	if (before !== undefined) rows.reverse();
	const isMoreBehind = before !== undefined || more;
	const isMoreBefore = before !== undefined ? more : after !== undefined;
	return {
		rows,
		next: isMoreBehind ? (rows.at(-1)?.id ?? null) : null,
		previous: isMoreBefore ? (rows[0]?.id ?? null) : null
	};
}

/** How many sessions are still to come at each lab, cancelled ones aside. */
export async function countComing(db: Database, now: Date): Promise<Map<string, number>> {
	const rows = await db
		.selectFrom('sessions')
		.select(['lab', sql<number>`count(*)::int`.as('count')])
		.where('ends_at', '>', now)
		.where('cancelled', '=', false)
		.groupBy('lab')
		.execute();
	return new Map(rows.map(({ lab, count }) => [lab, count]));
}
