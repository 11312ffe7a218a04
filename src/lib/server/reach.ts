/** What a member of the staff reaches: the role `department` only what was passed to her department. */
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import { reaches } from '../domain/need-work.ts';
import { roleOf, type Role } from '../domain/rights.ts';
import type { Database } from './database.ts';

export interface Reach {
	id: string;
	role: Role;
	department: string | null;
}

/** Role and department of a member; undefined for one who is not of the staff: a command, a test, somebody who left. */
export async function memberReach(db: Database, staff: string): Promise<Reach | undefined> {
	const row = await db
		.selectFrom('staff')
		.select(['id', 'role', 'department'])
		.where('id', '=', staff)
		.executeTakeFirst();
	return row && { ...row, role: roleOf(row.role) ?? 'reader' };
}

/** May this member see and work this need? */
export async function mayReach(
	db: Database,
	member: { id: string; role: Role },
	need: string
): Promise<boolean> {
	if (member.role !== 'department') return true;
	if (!v.is(idSchema, need)) return false;
	const [reach, row] = await Promise.all([
		memberReach(db, member.id),
		db
			.selectFrom('needs')
			.select(['department', 'assignee'])
			.where('id', '=', need)
			.executeTakeFirst()
	]);
	return reach !== undefined && row !== undefined && reaches(reach, row);
}

/**
 * Facets of which a need must have one, so that this member reaches it; undefined for whoever reaches all. The same rule
 * as `reaches`, for lists.
 */
export async function scopeOf(
	db: Database,
	{ id, role }: { id: string; role: Role }
): Promise<string[] | undefined> {
	if (role !== 'department') return undefined;
	const department = (await memberReach(db, id))?.department;
	return [`a:${id}`, ...(department ? [`d:${department}`] : [])];
}
