/** What staff do to many needs at once: looked at first, done in one transaction, and undone where nobody went on. */
import { sql } from 'kysely';
import {
	afterStep,
	mostAtOnce,
	standingWord,
	whyNoUndo,
	type BulkFields,
	type BulkStep,
	type NoUndo,
	type Stays
} from '../domain/bulk.ts';
import type { Role } from '../domain/rights.ts';
import { logBulk } from './bulk-log.ts';
import { tellChange } from './changes.ts';
import type { Database } from './database.ts';
import { newId } from './need-lock.ts';

/** Who does it, and where she does not reach all needs: facets of which each need that she reaches has one. */
export interface BulkBy {
	staff: string;
	within?: string[] | undefined;
	/** How the needs stood on her page, by id: what somebody changed since stays. */
	seen?: ReadonlyMap<string, string>;
}

interface Change {
	id: string;
	number: string;
	before: BulkFields;
	after: BulkFields;
	/** How it stands, as forms say it. */
	standing: string;
}

export interface BulkLook {
	/** The needs that would change, by id. */
	changing: Change[];
	/** How many would stay as they are, and why. */
	staying: Map<Stays, number>;
}

/** Says what a step would do to these needs, and changes nothing. */
export async function lookAtBulk(
	db: Database,
	step: BulkStep,
	needs: string[],
	{ within, seen }: Pick<BulkBy, 'within' | 'seen'> = {}
): Promise<BulkLook> {
	return judge(await readNeeds(db, needs, within), step, seen);
}

/**
 * Does it in one transaction, and gives the id by which it can be undone; none when there was nothing to change. What
 * somebody changed since it was looked at stays as it is: `lost` says how many.
 */
export async function doBulk(
	db: Database,
	step: BulkStep,
	needs: string[],
	{ staff, within, seen }: BulkBy,
	now = new Date()
): Promise<{ id?: string; many: number; lost: number }> {
	return db.transaction().execute(async (trx) => {
		const { changing, staying } = judge(await readNeeds(trx, needs, within, true), step, seen);
		const lost = staying.get('changed') ?? 0;
		if (changing.length === 0) return { many: 0, lost };
		const id = newId(now);
		const value = 'value' in step ? step.value : null;
		await trx
			.insertInto('bulk_actions')
			.values({ id, at: now, staff, act: step.act, value })
			.execute();
		const changedAt = await write(trx, changing, staff, now);
		await trx
			.insertInto('bulk_needs')
			.values(
				changing.map(({ id: need, before }) => ({
					bulk: id,
					need,
					before: JSON.stringify(before),
					changed_at: changedAt.get(need) ?? now
				}))
			)
			.execute();
		const changed = changing.map(({ id }) => id);
		await logBulk(trx, { bulk: id, staff, action: `bulk.${step.act}` }, changed, value, now);
		await tellChange(trx, 'needs', changed);
		return { id, many: changing.length, lost };
	});
}

/**
 * Makes the needs of a bulk as they were before. Those that somebody changed since stay as they are. Else it gives why
 * nothing is done; what nobody knows is as if undone.
 */
export async function undoBulk(
	db: Database,
	bulk: string,
	{ staff, role, within }: Pick<BulkBy, 'staff' | 'within'> & { role: Role },
	now = new Date()
): Promise<{ undone: number; stayed: number } | NoUndo> {
	return db.transaction().execute(async (trx) => {
		const known = await trx
			.selectFrom('bulk_actions')
			.select(['act', 'value', 'at', 'staff', 'undone_at as undoneAt'])
			.where('id', '=', bulk)
			.forUpdate()
			.executeTakeFirst();
		if (!known) return 'undone';
		const why = whyNoUndo(known, role, now);
		if (why) return why;
		const noted = await trx
			.selectFrom('bulk_needs')
			.select(['need', 'before', 'changed_at'])
			.where('bulk', '=', bulk)
			.execute();
		const before = new Map(noted.map((row) => [row.need, row]));
		const there = await readNeeds(trx, [...before.keys()], within, true);
		// what a colleague did, and she cannot undo whole, is left to whoever can
		if (there.length < noted.length && known.staff !== staff) return 'undone';
		await trx.updateTable('bulk_actions').set({ undone_at: now }).where('id', '=', bulk).execute();
		const changing = there.flatMap(({ id, number, changed_at, leads: _, ...fields }) => {
			const row = before.get(id);
			if (row?.changed_at.getTime() !== changed_at.getTime()) return [];
			const after = row.before as unknown as BulkFields;
			// whose a need is changes without its hour
			const { assignee, department } = whoseAfter(after, known);
			const isOurs = fields.assignee === assignee && fields.department === department;
			return isOurs ? [{ id, number, before: fields, after }] : [];
		});
		await write(trx, changing, staff, now);
		const changed = changing.map(({ id }) => id);
		await logBulk(trx, { bulk, staff, action: 'bulk.undone' }, changed, null, now);
		await tellChange(trx, 'needs', changed);
		return { undone: changing.length, stayed: noted.length - changing.length };
	});
}

/** Whose a need was once the bulk was done. */
function whoseAfter(
	{ assignee, department }: BulkFields,
	done: { act: string; value: string | null; staff: string | null }
): Pick<BulkFields, 'assignee' | 'department'> {
	if (done.act === 'assign') return { assignee: done.value, department };
	if (done.act !== 'department') return { assignee, department };
	return { assignee: assignee ?? done.staff, department: done.value };
}

type Standing = BulkFields & {
	id: string;
	number: string;
	changed_at: Date;
	/** Are others joined to it? They would be hidden with it. */
	leads: boolean;
};

function judge(
	there: Standing[],
	step: BulkStep,
	seen: ReadonlyMap<string, string> = new Map()
): BulkLook {
	const look: BulkLook = { changing: [], staying: new Map() };
	for (const { id, number, leads, changed_at: changedAt, ...before } of there) {
		const standing = standingWord({ changedAt, ...before });
		const isLost = (seen.get(id) ?? standing) !== standing;
		const may = leads && step.act === 'hide' ? 'state' : afterStep(before, step);
		const after = isLost && may !== 'same' && may !== 'withdrawn' ? 'changed' : may;
		if (typeof after === 'string') {
			look.staying.set(after, (look.staying.get(after) ?? 0) + 1);
		} else {
			look.changing.push({ id, number, before, after, standing });
		}
	}
	return look;
}

/** The needs as they stand, in the order in which all lock them. */
async function readNeeds(
	db: Database,
	needs: string[],
	within: string[] | undefined,
	forChange = false
): Promise<Standing[]> {
	const ids = [...new Set(needs)].slice(0, mostAtOnce);
	if (ids.length === 0) return [];
	let query = db
		.selectFrom('needs')
		.select(['id', 'number', 'changed_at', 'state', 'label', 'assignee', 'department'])
		.select(
			sql<boolean>`exists (select from needs as member where member.joined_to = needs.id)`.as(
				'leads'
			)
		)
		.where('id', 'in', ids)
		.orderBy('id');
	if (within !== undefined) query = query.where(sql<boolean>`facets && ${within}::text[]`);
	return (forChange ? query.forNoKeyUpdate() : query).execute();
}

/** Writes needs as they will be, with a line of history for each new state; gives when each has changed now. */
async function write(
	trx: Database,
	changing: Omit<Change, 'standing'>[],
	staff: string,
	now: Date
): Promise<Map<string, Date>> {
	if (changing.length === 0) return new Map();
	const rows = changing.map(({ id, after }) => ({ id, ...after }));
	const { rows: written } = await sql<{ id: string; changed_at: Date }>`
		update needs set state = row.state, label = row.label, assignee = row.assignee,
			department = row.department, touched_at = ${now},
			department_since = case
				when needs.department is not distinct from row.department then department_since else ${now} end,
			changed_at = greatest(${now}::timestamptz, changed_at + interval '1 millisecond')
		from json_to_recordset(${JSON.stringify(rows)}::json)
			as row (id uuid, state text, label text, assignee text, department text)
		where needs.id = row.id returning needs.id, changed_at`.execute(trx);
	const moved = changing.filter(({ before, after }) => before.state !== after.state);
	if (moved.length > 0) {
		await trx
			.insertInto('need_events')
			.values(
				moved.map(({ id, before, after }) => ({
					...{ id: newId(now), need: id, at: now, staff },
					...{ from_state: before.state, to_state: after.state },
					...{ from_label: before.label, to_label: after.label }
				}))
			)
			.execute();
	}
	const passed = changing.filter(({ before, after }) => before.department !== after.department);
	if (passed.length > 0) {
		await trx
			.insertInto('need_passes')
			.values(
				passed.map(({ id, before, after }) => ({
					...{ id: newId(now), need: id, at: now, staff, why: '' },
					...{ from_department: before.department, to_department: after.department }
				}))
			)
			.execute();
	}
	return new Map(written.map(({ id, changed_at }) => [id, changed_at]));
}
