/** The form by which staff say what to do to which needs. */
import { mostAtOnce, readSeenField, rightFor, type BulkStep } from '../domain/bulk.ts';
import { me, readFilterFor } from '../domain/inbox-filter.ts';
import { mayDo } from '../domain/rights.ts';
import type { Database } from './database.ts';
import { textOf } from './form-problems.ts';
import { readRows } from './inbox-rows.ts';
import { firstLabelOf } from './labels.ts';
import { memberReach } from './reach.ts';
import { makeSearchable } from './searchable.ts';
import type { StaffMember } from './staff.ts';

export interface BulkForm {
	step: BulkStep;
	/** As it stands in the form, to be posted again. */
	act: string;
	needs: string[];
	/** How the needs stood on the page that was posted, by id. */
	seen: Map<string, string>;
	/** Has the list more needs than can be done at once? */
	isMore: boolean;
}

type Who = Pick<StaffMember, 'id' | 'role'> & { within?: string[] | undefined };

/**
 * Reads what is to be done and to which needs: those with a tick, those of the page, or the first 500 of the list in the
 * field `list`. `bulk-act` where it is nothing that this member may do, `bulk-none` where no need is chosen.
 */
export async function readBulkForm(
	db: Database,
	form: FormData,
	who: Who,
	now: Date
): Promise<BulkForm | { problem: 'bulk-act' | 'bulk-none' }> {
	const act = textOf(form, 'act');
	const step = await readStep(db, act, who);
	if (!step || !mayDo(who.role, rightFor[step.act])) return { problem: 'bulk-act' };
	const of = textOf(form, 'of');
	const found = of === 'list' ? await readList(db, textOf(form, 'list'), who, now) : undefined;
	const ticked = form.getAll(of === 'page' ? 'page' : 'need').map(String);
	const ids = found ?? [...new Set(ticked)].filter(isUuid);
	if (ids.length === 0) return { problem: 'bulk-none' };
	const needs = ids.slice(0, mostAtOnce);
	const seen = new Map(form.getAll('seen').map((field) => readSeenField(String(field))));
	return { step, act, needs, seen, isMore: ids.length > needs.length };
}

async function readStep(db: Database, act: string, { id }: Who): Promise<BulkStep | undefined> {
	const [name, value = ''] = act.split(/:(.*)/s);
	if (name === 'read' || name === 'hide') return { act: name };
	if (name === 'label') {
		const query = db.selectFrom('labels').select('state').where('id', '=', value);
		const label = await query.where('retired', '=', false).executeTakeFirst();
		if (!label) return undefined;
		const isPlainest = (await firstLabelOf(db, label.state)) === value;
		return { act: 'label', value, state: label.state, isPlainest };
	}
	if (name === 'assign') {
		const whom = await memberReach(db, value === me ? id : value);
		return whom && mayDo(whom.role, 'needs.work') ? { act: 'assign', value: whom.id } : undefined;
	}
	if (name === 'department') {
		const query = db.selectFrom('departments').select('id').where('id', '=', value);
		const known = await query.where('retired', '=', false).execute();
		return known.length > 0 ? { act: 'department', value, by: id } : undefined;
	}
	return undefined;
}

async function readList(db: Database, list: string, who: Who, now: Date): Promise<string[]> {
	const filter = readFilterFor(who.role, new URLSearchParams(list));
	if (filter.q) await makeSearchable(db);
	const asked = { filter, self: who.id, now, within: who.within };
	const rows = await readRows(db, asked, { limit: mostAtOnce + 1 });
	return rows.map(({ id }) => id);
}

function isUuid(id: string): boolean {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
