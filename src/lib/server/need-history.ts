/** What happened with a need, in the order in which it did: steps, and all else that the log of activity has of it. */
import { sql } from 'kysely';
import type { CityState } from '../domain/need-state.ts';
import type { Database } from './database.ts';

/** What happened: `to` is a name, null for one who left; a department null is the desk. */
export type Happened =
	| { kind: 'step'; to: CityState; label: string | null; isUndoing: boolean }
	| { kind: 'passed'; to: string | null; why: string }
	| { kind: 'assigned'; to: string | null }
	| { kind: 'promised'; date: string }
	| { kind: (typeof plain)[number] };

export type HistoryLine = Happened & {
	id: string;
	at: Date;
	/** A name; null for a member who has left, and where `withStaff` is false for the person herself or a timer. */
	by: string | null;
	withStaff: boolean;
	/** Her id. */
	staff: string | null;
};

/** What needs no more to be said of it than that it happened. */
const plain = ['unpromised', 'covered', 'uncovered', 'photo-covered', 'photo-uncovered'] as const;

const told = ['promised', 'assigned', ...plain].map((kind) => `need.${kind}`);

/** The history of a need, oldest first; that it was received is not in it. */
export async function readHistory(db: Database, need: string): Promise<HistoryLine[]> {
	const [steps, passes, others, given, names] = await Promise.all([
		db
			.selectFrom('need_events as event')
			.leftJoin('staff', 'staff.id', 'event.staff')
			.select(['event.id', 'at', 'to_state', 'to_label', 'undoes', 'event.staff', 'name'])
			.where('need', '=', need)
			.execute(),
		db
			.selectFrom('need_passes as pass')
			.leftJoin('staff', 'staff.id', 'pass.staff')
			.leftJoin('departments', 'departments.id', 'pass.to_department')
			.select([
				'pass.id',
				'at',
				'why',
				'departments.name as department',
				'pass.staff',
				'staff.name'
			])
			.where('need', '=', need)
			.execute(),
		db
			.selectFrom('activity')
			.leftJoin('staff', 'staff.id', 'activity.staff')
			.select(['seq', 'at', 'action', 'detail', 'activity.staff', 'name'])
			.where('subject', '=', `need:${need}`)
			.where('action', 'in', told)
			.execute(),
		givenAmongMany(db, need),
		db.selectFrom('staff').select(['id', 'name']).execute()
	]);
	const nameOf = new Map(names.map(({ id, name }) => [id, name]));
	const lines: HistoryLine[] = [
		...steps.map(({ to_state, to_label, undoes, ...row }) => ({
			...lineOf(row),
			...{ kind: 'step' as const, to: to_state, label: to_label, isUndoing: undoes !== null }
		})),
		...passes.map(({ department, why, ...row }) => ({
			...lineOf(row),
			...{ kind: 'passed' as const, to: department, why }
		})),
		...others.map(({ seq, at, action, detail, ...row }) => ({
			...lineOf({ ...row, id: seq, at: new Date(at) }),
			...happened(action, detail as Record<string, unknown>, nameOf)
		})),
		...given.map(({ to, ...row }) => ({
			...lineOf(row),
			...{ kind: 'assigned' as const, to: nameOf.get(to ?? '') ?? null }
		}))
	];
	return lines.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * To whom it was given with many others or by a key, where that was not undone; whoever passes on what nobody owned owns
 * it.
 */
async function givenAmongMany(db: Database, need: string) {
	const to = sql<string | null>`case act when 'assign' then value else many.staff end`;
	return db
		.selectFrom('bulk_needs as one')
		.innerJoin('bulk_actions as many', 'many.id', 'one.bulk')
		.innerJoin('needs', 'needs.id', 'one.need')
		.leftJoin('staff', 'staff.id', 'many.staff')
		.select(['many.id', 'many.at', 'many.staff', 'staff.name'])
		.select(to.as('to'))
		.where('one.need', '=', need)
		.where(sql<boolean>`(undone_at is null or needs.assignee = ${to})`)
		.where(sql<boolean>`(act = 'assign' or act = 'department' and before ->> 'assignee' is null)`)
		.execute();
}

function lineOf(row: { id: string; at: Date; staff: string | null; name: string | null }) {
	return { id: row.id, at: row.at, by: row.name, withStaff: row.staff !== null, staff: row.staff };
}

function happened(
	action: string,
	detail: Record<string, unknown>,
	nameOf: ReadonlyMap<string, string>
): Happened {
	const kind = action.slice('need.'.length) as Happened['kind'];
	const text = (value: unknown) => (typeof value === 'string' ? value : '');
	if (kind === 'assigned') return { kind, to: nameOf.get(text(detail['to'])) ?? null };
	if (kind === 'promised') return { kind, date: text(detail['date']) };
	return { kind: kind as (typeof plain)[number] };
}
