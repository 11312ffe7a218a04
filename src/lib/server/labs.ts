/** Labs: where the sessions of a city are. None is ever deleted: what was told or learned there still has its place. */
import { randomBytes } from 'node:crypto';
import { makeId } from '../domain/id.ts';
import type { Lab } from '../domain/lab.ts';
import { logDeed, type ActivityAction } from './activity.ts';
import { within, type Database } from './database.ts';
import { publish } from './publications.ts';
import { labPublication } from './published-calendar.ts';
import { cancelAtLab } from './sessions.ts';

/** A lab as staff see it. */
export interface KnownLab extends Lab {
	closedAt: Date | null;
}

export type LabForm = Omit<Lab, 'id'>;

/** All labs by name, those that are open first. */
export async function listLabs(db: Database): Promise<KnownLab[]> {
	const rows = await db
		.selectFrom('labs')
		.select(['id', 'name', 'place', 'address', 'closed_at as closedAt'])
		.execute();
	const byName = new Intl.Collator();
	return rows.sort(
		(a, b) =>
			Number(a.closedAt !== null) - Number(b.closedAt !== null) || byName.compare(a.name, b.name)
	);
}

/** Opens a new lab and gives its id. */
export async function addLab(db: Database, form: LabForm, now: Date, by?: string): Promise<string> {
	const lab = { id: makeId(now.getTime(), randomBytes(10)), ...form };
	await db.transaction().execute(async (trx) => {
		await trx
			.insertInto('labs')
			.values({ ...lab, made_at: now })
			.execute();
		await logDeed(trx, by, 'lab.opened', `lab:${lab.id}`, now);
		await publish(trx, [labPublication(lab)], now);
	});
	return lab.id;
}

/** Changes what a lab is called and where it is. Says whether there is such a lab. */
export async function changeLab(
	db: Database,
	id: string,
	form: LabForm,
	now: Date,
	by?: string
): Promise<boolean> {
	return change(db, id, form, now, { action: 'lab.changed', by });
}

/** Closes a lab: nobody hears of it any more, and its coming sessions are cancelled. Says whether there is such a lab. */
export async function closeLab(db: Database, id: string, now: Date, by?: string): Promise<boolean> {
	return change(db, id, { closed_at: now }, now, { action: 'lab.closed', by });
}

/** Opens a lab again. Its sessions that were cancelled stay so. Says whether there is such a lab. */
export async function reopenLab(
	db: Database,
	id: string,
	now: Date,
	by?: string
): Promise<boolean> {
	return change(db, id, { closed_at: null }, now, { action: 'lab.opened', by });
}

async function change(
	db: Database,
	id: string,
	changes: Partial<LabForm> & { closed_at?: Date | null },
	now: Date,
	{ action, by }: { action: ActivityAction; by: string | undefined }
): Promise<boolean> {
	return within(db, async (trx) => {
		const known = await trx
			.selectFrom('labs')
			.select('closed_at')
			.where('id', '=', id)
			.forUpdate()
			.executeTakeFirst();
		if (!known) return false;
		// it is closed, or open, already: nothing is done, and nobody hears of it
		if (changes.closed_at !== undefined && !known.closed_at === !changes.closed_at) return true;
		const lab = await trx
			.updateTable('labs')
			.set(changes)
			.where('id', '=', id)
			.returning(['id', 'name', 'place', 'address', 'closed_at as closedAt'])
			.executeTakeFirstOrThrow();
		const cancelled = changes.closed_at ? await cancelAtLab(trx, id, now) : [];
		await logDeed(trx, by, action, `lab:${id}`, now);
		await publish(trx, [labPublication(lab), ...cancelled], now);
		return true;
	});
}
