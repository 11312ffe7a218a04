/** Whose a need is: the one who owns it in front of the citizen, and the department that has it now. */
import { sql } from 'kysely';
import { mayDo, roleOf } from '../domain/rights.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { newId, touch, withNeed, type NoNeed } from './need-lock.ts';

export type PassProblem =
	NoNeed | { problem: 'changed' | 'whose' | 'same' | 'no-owner' | 'department-closed' };

/**
 * Hands a need on to another department, or back to its owner where `to` is null. Nothing is changed when it is given
 * away without saying to whom: `same` names the department that has it, `no-owner` that nobody owns it to whom it could
 * go back. A need that nobody owned gets whoever passes it on as its owner: somebody always answers for it in front of
 * the citizen. `was` is the department that the page showed.
 */
export async function passOn(
	db: Database,
	pass: { need: string; staff: string; was: string | null; to: string | null; why: string },
	now = new Date()
): Promise<PassProblem | undefined> {
	return withNeed<PassProblem | undefined>(db, pass, async (trx, need) => {
		if (need.department !== pass.was) return { problem: 'changed' };
		if (need.department === pass.to) return { problem: 'same' };
		if (pass.to === null && need.assignee === null) return { problem: 'no-owner' };
		if (pass.to !== null && !(await isOpen(trx, pass.to))) return { problem: 'department-closed' };
		const assignee = need.assignee ?? pass.staff;
		await touch(trx, pass.need, now, { department: pass.to, department_since: now, assignee });
		await trx
			.insertInto('need_passes')
			.values({
				...{ id: newId(now), need: pass.need, at: now, staff: pass.staff, why: pass.why },
				...{ from_department: need.department, to_department: pass.to }
			})
			.execute();
		const about = { staff: pass.staff, subject: `need:${pass.need}` };
		if (need.assignee === null) {
			const detail = { from: null, to: assignee };
			await logActivity(trx, { ...about, action: 'need.assigned', detail }, now);
		}
		const detail = { from: need.department, to: pass.to };
		await logActivity(trx, { ...about, action: 'need.passed', detail }, now);
		return undefined;
	});
}

/**
 * Gives a need its owner in front of the citizen, or another one: whoever may work with needs. `whose` when the new one may
 * not. `was` is the owner whom the page showed.
 */
export async function assign(
	db: Database,
	{ need: id, staff, was, to }: { need: string; staff: string; was: string | null; to: string },
	now = new Date()
): Promise<PassProblem | undefined> {
	return withNeed<PassProblem | undefined>(db, { need: id, staff }, async (trx, need) => {
		if (need.assignee === to) return undefined;
		if (need.assignee !== was) return { problem: 'changed' };
		if (!(await mayOwn(trx, to))) return { problem: 'whose' };
		await touch(trx, id, now, { assignee: to });
		const detail = { from: need.assignee, to };
		await logActivity(trx, { staff, action: 'need.assigned', subject: `need:${id}`, detail }, now);
		return undefined;
	});
}

/** Her row is held, so that she keeps her role until the need is hers. */
async function mayOwn(trx: Database, staff: string): Promise<boolean> {
	const row = await trx
		.selectFrom('staff')
		.select('role')
		.where('id', '=', staff)
		.forShare()
		.executeTakeFirst();
	const role = row && roleOf(row.role);
	return role !== undefined && mayDo(role, 'needs.work');
}

const ownedBy = (staff: string) => sql<boolean>`facets && ${[`a:${staff}`]}::text[]`;

/** How many needs a member owns in front of the citizens. */
export async function countOwned(db: Database, staff: string): Promise<number> {
	const { many } = await db
		.selectFrom('needs')
		.select(sql<number>`count(*)::int`.as('many'))
		.where(ownedBy(staff))
		.executeTakeFirstOrThrow();
	return many;
}

/** Takes a member's name from all needs that she owns, where she leaves or may not work with them any more. Gives how many. */
export async function disown(trx: Database, staff: string): Promise<number> {
	const { numUpdatedRows } = await trx
		.updateTable('needs')
		.set({ assignee: null })
		.where(ownedBy(staff))
		.executeTakeFirstOrThrow();
	return Number(numUpdatedRows);
}

async function isOpen(db: Database, department: string): Promise<boolean> {
	const row = await db
		.selectFrom('departments')
		.select('id')
		.where('id', '=', department)
		.where('retired', '=', false)
		.executeTakeFirst();
	return row !== undefined;
}
