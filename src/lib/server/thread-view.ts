/** A need's thread as staff see it. */
import { sql } from 'kysely';
import type { CityState } from '../domain/need-state.ts';
import type { Database } from './database.ts';
import type { JoinEnd } from './join-tables.ts';

/** Another need of the thread. */
export interface ThreadNeed {
	id: string;
	number: string;
	state: CityState;
	lang: string;
	/** The first 200 characters. */
	words: string;
	/** When the need had changed last, for its splitting. */
	changedAt: Date;
}

export interface ThreadView {
	/** The need that leads, where it is not this one. */
	root: ThreadNeed | null;
	/** The oldest of those that are joined to this one, at most `mostShown`. */
	members: ThreadNeed[];
	/** How many are joined to it. */
	count: number;
	/** What became of the thread, oldest first; the newest `mostShown` joins. */
	history: {
		id: string;
		need: { id: string; number: string };
		root: { id: string; number: string };
		at: Date;
		by: string | null;
		endedAt: Date | null;
		endedBy: string | null;
		how: JoinEnd | null;
	}[];
	/** The join of this need as it was made, where it can be undone. */
	undo: string | null;
}

const mostShown = 20;

/** The thread of a need: what is joined to it or to what it is joined, and its history of joins. */
export async function readThread(db: Database, need: string): Promise<ThreadView> {
	const others = db
		.selectFrom('needs')
		.select(['id', 'number', 'state', 'lang', 'changed_at as changedAt'])
		.select(sql<string>`left(words, 200)`.as('words'));
	const [root, members, counted, history, made] = await Promise.all([
		others
			.where('id', '=', (row) => row.selectFrom('needs').select('joined_to').where('id', '=', need))
			.executeTakeFirst(),
		others
			.where('joined_to', '=', need)
			.orderBy('received_at')
			.orderBy('id')
			.limit(mostShown)
			.execute(),
		db
			.selectFrom('needs')
			.select(sql<number>`count(*)::int`.as('count'))
			.where('joined_to', '=', need)
			.executeTakeFirstOrThrow(),
		readHistory(db, need),
		db
			.selectFrom('joins')
			.select('id')
			.where('need', '=', need)
			.where('ended_at', 'is', null)
			.whereRef('brought_by', '=', 'id')
			.executeTakeFirst()
	]);
	return { root: root ?? null, members, ...counted, history, undo: made?.id ?? null };
}

async function readHistory(db: Database, need: string): Promise<ThreadView['history']> {
	const rows = await db
		.selectFrom('joins')
		.innerJoin('needs', 'needs.id', 'joins.need')
		.innerJoin('needs as root', 'root.id', 'joins.root')
		.leftJoin('staff', 'staff.id', 'joins.staff')
		.leftJoin('staff as other', 'other.id', 'joins.ended_by')
		.select(['joins.id', 'joins.need', 'needs.number', 'joins.root', 'root.number as rootNumber'])
		.select(['joins.at', 'ended_at', 'how_ended', 'staff.name', 'other.name as endedBy'])
		.where((row) => row.or([row('joins.need', '=', need), row('joins.root', '=', need)]))
		.orderBy('joins.at', 'desc')
		.orderBy('joins.id', 'desc')
		.limit(mostShown)
		.execute();
	return rows
		.map(({ id, need, number, root, rootNumber, at, name, ended_at, endedBy, how_ended }) => ({
			...{ id, need: { id: need, number }, root: { id: root, number: rootNumber } },
			...{ at, by: name, endedAt: ended_at, endedBy, how: how_ended }
		}))
		.reverse();
}
