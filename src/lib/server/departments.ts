/** The departments to which needs are passed on. None is ever deleted: what it had still has its name. */
import { openStates } from '../domain/need-state.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';

export interface Department {
	id: string;
	name: string;
	retired: boolean;
}

/** So many departments a city may have. */
const mostDepartments = 200;

/** All by name, those that are closed last. */
export async function listDepartments(db: Database): Promise<Department[]> {
	const rows = await db.selectFrom('departments').select(['id', 'name', 'retired']).execute();
	const byName = new Intl.Collator();
	return rows.sort(
		(a, b) => Number(a.retired) - Number(b.retired) || byName.compare(a.name, b.name)
	);
}

/** How many needs that wait for the city each department has. */
export async function countWaiting(db: Database): Promise<Map<string, number>> {
	const rows = await db
		.selectFrom('needs')
		.select(({ fn, ref }) => [
			ref('department').$notNull().as('department'),
			fn.countAll<string>().as('count')
		])
		.where('department', 'is not', null)
		.where('state', 'in', openStates)
		.groupBy('department')
		.execute();
	return new Map(rows.map(({ department, count }) => [department, Number(count)]));
}

export type DepartmentProblem = { problem: 'unknown' | 'changed' | 'taken' | 'too-many' | 'full' };

/** Adds a department; `taken` when one that is open has this name. */
export async function addDepartment(
	db: Database,
	{ id, name, staff }: { id: string; name: string; staff: string }
): Promise<DepartmentProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		const all = await held(trx);
		if (all.length >= mostDepartments) return { problem: 'too-many' };
		if (isTaken(all, name)) return { problem: 'taken' };
		await trx.insertInto('departments').values({ id, name }).execute();
		await logActivity(trx, { staff, action: 'department.added', subject: `department:${id}` });
		return undefined;
	});
}

/** Calls a department otherwise, unless somebody did since: `was` is the name that the page showed. */
export async function renameDepartment(
	db: Database,
	{ id, was, name, staff }: { id: string; was: string; name: string; staff: string }
): Promise<DepartmentProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		const all = await held(trx);
		const one = all.find((each) => each.id === id);
		if (!one) return { problem: 'unknown' };
		if (one.name !== was) return { problem: 'changed' };
		if (
			isTaken(
				all.filter((each) => each.id !== id),
				name
			)
		)
			return { problem: 'taken' };
		await trx.updateTable('departments').set({ name }).where('id', '=', id).execute();
		await logActivity(trx, { staff, action: 'department.renamed', subject: `department:${id}` });
		return undefined;
	});
}

/** Closes a department, or opens it again. One that still has needs to work on stays open: `full`. */
export async function closeDepartment(
	db: Database,
	{ id, retired, staff }: { id: string; retired: boolean; staff: string }
): Promise<DepartmentProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		const one = (await held(trx)).find((each) => each.id === id);
		if (!one) return { problem: 'unknown' };
		// who presses it second has done nothing, and the log says nothing of it
		if (one.retired === retired) return undefined;
		if (retired && (await countWaiting(trx)).has(id)) return { problem: 'full' };
		await trx.updateTable('departments').set({ retired }).where('id', '=', id).execute();
		const action = retired ? 'department.closed' : 'department.opened';
		await logActivity(trx, { staff, action, subject: `department:${id}` });
		return undefined;
	});
}

function isTaken(all: readonly Department[], name: string): boolean {
	return all.some(
		(each) => !each.retired && each.name.toLocaleLowerCase() === name.toLocaleLowerCase()
	);
}

/** All departments, held in one order, so that two admins wait for each other. */
async function held(trx: Database): Promise<Department[]> {
	return trx.selectFrom('departments').selectAll().orderBy('id').forUpdate().execute();
}
