/** Whose a need is: the one who owns it in front of the citizen, and the department that has it now. */
import { mayDo } from '../domain/rights.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { newId, touch, withNeed, type NoNeed } from './need-lock.ts';
import { memberReach } from './reach.ts';

export type PassProblem =
	NoNeed | { problem: 'changed' | 'whose' | 'same' | 'no-owner' | 'department-closed' };

/**
 * Hands a need on to another department, or back to its owner where `to` is null. Nothing is changed when it is given
 * away without saying to whom: `same` names the department that has it, `no-owner` that nobody owns it to whom it could
 * go back. `was` is the department that the page showed.
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
		await touch(trx, pass.need, now, { department: pass.to, department_since: now });
		await trx
			.insertInto('need_passes')
			.values({
				...{ id: newId(now), need: pass.need, at: now, staff: pass.staff, why: pass.why },
				...{ from_department: need.department, to_department: pass.to }
			})
			.execute();
		const detail = { from: need.department, to: pass.to };
		await logActivity(
			trx,
			{ staff: pass.staff, action: 'need.passed', subject: `need:${pass.need}`, detail },
			now
		);
		return undefined;
	});
}

/**
 * Gives a need its owner in front of the citizen, or another one: whoever may work with needs. `whose` when the new one may
 * not, or would not reach it. `was` is the owner whom the page showed.
 */
export async function assign(
	db: Database,
	{ need: id, staff, was, to }: { need: string; staff: string; was: string | null; to: string },
	now = new Date()
): Promise<PassProblem | undefined> {
	return withNeed<PassProblem | undefined>(db, { need: id, staff }, async (trx, need) => {
		if (need.assignee === to) return undefined;
		if (need.assignee !== was) return { problem: 'changed' };
		const owner = await memberReach(trx, to);
		if (!owner || !mayDo(owner.role, 'needs.work')) return { problem: 'whose' };
		await touch(trx, id, now, { assignee: to });
		const detail = { from: need.assignee, to };
		await logActivity(trx, { staff, action: 'need.assigned', subject: `need:${id}`, detail }, now);
		return undefined;
	});
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
