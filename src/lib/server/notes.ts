/** Notes of the staff on a need: for them alone, in no news and no export to citizens. */
import { noteTime } from '../domain/need-work.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { newId, touch, withNeed, type NoNeed } from './need-lock.ts';

export interface Note {
	id: string;
	at: Date;
	words: string;
	/** A name; null for a member who has left. */
	by: string | null;
	/** Until when its writer, who is asking, can delete it; null for everybody else and afterwards. */
	deletableUntil: Date | null;
}

/** The notes of a need, oldest first, as this member sees them. */
export async function readNotes(
	db: Database,
	need: string,
	staff: string,
	now: Date
): Promise<Note[]> {
	const rows = await db
		.selectFrom('need_notes as note')
		.leftJoin('staff', 'staff.id', 'note.staff')
		.select(['note.id', 'note.at', 'note.words', 'note.staff', 'staff.name'])
		.where('note.need', '=', need)
		.orderBy('note.at')
		.orderBy('note.id')
		.execute();
	return rows.map(({ id, at, words, staff: writer, name }) => {
		const until = new Date(at.getTime() + noteTime);
		const isHers = writer === staff && now < until;
		return { id, at, words, by: name, deletableUntil: isHers ? until : null };
	});
}

/** Adds a note; whatever others wrote meanwhile stays. */
export async function addNote(
	db: Database,
	{ need, staff, words }: { need: string; staff: string; words: string },
	now = new Date()
): Promise<NoNeed | undefined> {
	return withNeed<undefined>(db, { need, staff }, async (trx) => {
		await touch(trx, need, now);
		await trx
			.insertInto('need_notes')
			.values({ id: newId(now), need, at: now, staff, words })
			.execute();
		await logActivity(trx, { staff, action: 'need.noted', subject: `need:${need}` }, now);
		return undefined;
	});
}

/** Deletes a note: only its writer can, for five minutes; `late` for all else. */
export async function deleteNote(
	db: Database,
	{ need, staff, note }: { need: string; staff: string; note: string },
	now = new Date()
): Promise<NoNeed | { problem: 'late' } | undefined> {
	return withNeed<{ problem: 'late' } | undefined>(db, { need, staff }, async (trx) => {
		const { numDeletedRows } = await trx
			.deleteFrom('need_notes')
			.where('id', '=', note)
			.where('need', '=', need)
			.where('staff', '=', staff)
			.where('at', '>', new Date(now.getTime() - noteTime))
			.executeTakeFirst();
		if (numDeletedRows === 0n) return { problem: 'late' };
		await touch(trx, need, now);
		await logActivity(trx, { staff, action: 'need.note-deleted', subject: `need:${need}` }, now);
		return undefined;
	});
}
