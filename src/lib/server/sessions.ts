/** Sessions as staff plan them. None is ever deleted: what was published is cancelled. */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Publication } from '../domain/feed.ts';
import { makeId } from '../domain/id.ts';
import type { Language } from '../domain/language.ts';
import { logDeed, type ActivityAction } from './activity.ts';
import type { Database } from './database.ts';
import type { LabTables } from './lab-tables.ts';
import { publish } from './publications.ts';
import { sessionPublication } from './published-calendar.ts';

export type SessionRow = Selectable<LabTables['sessions']>;

/** When a session begins and ends. */
export interface Hours {
	startsAt: Date;
	endsAt: Date;
}

/** What staff say of a session. */
export interface SessionPlan {
	lab: string;
	modules: string[];
	languages: Language[];
}

/** The session that a member of the staff has before her: with the revision in which she saw it. */
export interface SeenSession {
	id: string;
	revision: number;
}

/** Why a session stays as it is. `changed`: somebody else changed it since it was seen. */
export type SessionRefusal = 'unknown' | 'changed' | 'cancelled' | 'over' | 'session-lab';

/** The session with this id. */
export async function findSession(db: Database, id: string): Promise<SessionRow | undefined> {
	return db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
}

/**
 * Plans a session at each of these hours, all or none.
 * @returns `session-lab` when the lab is closed, or there is no such lab
 */
export async function planSessions(
	db: Database,
	plan: SessionPlan,
	hours: readonly Hours[],
	now: Date,
	by?: string
): Promise<'session-lab' | undefined> {
	return db.transaction().execute(async (trx) => {
		if (!(await isOpen(trx, plan.lab))) return 'session-lab';
		const rows = await trx
			.insertInto('sessions')
			.values(
				hours.map(({ startsAt, endsAt }) => ({
					...plan,
					id: makeId(now.getTime(), randomBytes(10)),
					starts_at: startsAt,
					ends_at: endsAt,
					made_at: now,
					changed_at: now
				}))
			)
			.returningAll()
			.execute();
		for (const { id } of rows) await logDeed(trx, by, 'session.planned', `session:${id}`, now);
		await publish(trx, rows.map(sessionPublication), now);
		return undefined;
	});
}

/** Changes a session that is still to come or goes on, unless somebody else did so first. */
export async function changeSession(
	db: Database,
	seen: SeenSession,
	{ startsAt, endsAt, ...plan }: SessionPlan & Hours,
	now: Date,
	by?: string
): Promise<SessionRefusal | undefined> {
	const changes = { ...plan, starts_at: startsAt, ends_at: endsAt };
	return step(db, seen, changes, now, { action: 'session.changed', by });
}

/** Cancels a session, unless somebody else changed it first. It stays published as cancelled until it would be over. */
export async function cancelSession(
	db: Database,
	seen: SeenSession,
	now: Date,
	by?: string
): Promise<SessionRefusal | undefined> {
	return step(db, seen, { cancelled: true }, now, { action: 'session.cancelled', by });
}

/**
 * Cancels what is still to come at a lab.
 * @returns what is to be published of it
 */
export async function cancelAtLab(trx: Database, lab: string, now: Date): Promise<Publication[]> {
	const rows = await trx
		.updateTable('sessions')
		.set((row) => ({ cancelled: true, revision: row('revision', '+', 1), changed_at: now }))
		.where('lab', '=', lab)
		.where('cancelled', '=', false)
		.where('ends_at', '>', now)
		.returningAll()
		.execute();
	return rows.map(sessionPublication);
}

async function step(
	db: Database,
	{ id, revision }: SeenSession,
	changes: Partial<Omit<SessionRow, 'id'>>,
	now: Date,
	{ action, by }: { action: ActivityAction; by: string | undefined }
): Promise<SessionRefusal | undefined> {
	return db.transaction().execute(async (trx) => {
		// the lab first, as who closes one does: then nobody waits for another in a circle
		if (changes.lab !== undefined && !(await isOpen(trx, changes.lab))) return 'session-lab';
		const found = await trx
			.selectFrom('sessions')
			.selectAll()
			.where('id', '=', id)
			.forUpdate()
			.executeTakeFirst();
		if (!found) return 'unknown';
		if (found.cancelled) return 'cancelled';
		if (found.ends_at <= now) return 'over';
		if (found.revision !== revision) return 'changed';
		const row = await trx
			.updateTable('sessions')
			.set({ ...changes, revision: revision + 1, changed_at: now })
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow();
		await logDeed(trx, by, action, `session:${id}`, now);
		await publish(trx, [sessionPublication(row)], now);
		return undefined;
	});
}

/** Is this lab open? It stays so until the transaction has ended. */
async function isOpen(trx: Database, lab: string): Promise<boolean> {
	const found = await trx
		.selectFrom('labs')
		.select('closed_at')
		.where('id', '=', lab)
		.forShare()
		.executeTakeFirst();
	return found !== undefined && found.closed_at === null;
}
