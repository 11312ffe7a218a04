/** Threads: a root with the needs that are joined to it, and who leads when the root is taken back. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { makeId } from '../domain/id.ts';
import type { CityState } from '../domain/need-state.ts';
import { keepBehind } from './challenge-needs.ts';
import type { Database } from './database.ts';
import type { JoinEnd } from './join-tables.ts';
import { firstLabelOf } from './labels.ts';
import { handMessages, keepHeard } from './thread-messages.ts';

/** Whoever changes threads holds this lock, before any row: joins go through many needs in no order. */
const threadsLock = sql`pg_advisory_xact_lock(7235003)`;

/** Lets nobody else change threads until this transaction has ended. */
export async function lockThreads(trx: Database): Promise<void> {
	await sql`select ${threadsLock}`.execute(trx);
}

/** Of a need: is or was it joined to another one, or one to it? Most never are, and cost no more when they are erased. */
export const isInThread = sql<boolean>`exists (
	select from joins where joins.need = needs.id or joins.root = needs.id)`;

/** An id for a row that is written at this moment. */
export function newRowId(at: Date): string {
	return makeId(at.getTime(), randomBytes(10));
}

/** Ends the join of a need, and gives it as it was. */
export async function endJoin(
	trx: Database,
	{ need, how, staff, at }: { need: string; how: JoinEnd; staff: string | null; at: Date }
): Promise<{ id: string; from_state: CityState }> {
	return trx
		.updateTable('joins')
		.set({ ended_at: at, ended_by: staff, how_ended: how })
		.where('need', '=', need)
		.where('ended_at', 'is', null)
		.returning(['id', 'from_state'])
		.executeTakeFirstOrThrow();
}

/** Joins the members of one root to another one; each keeps where it stood before it was joined first. */
export async function moveMembers(
	trx: Database,
	move: {
		ids: string[];
		to: string;
		/** The join that brings them; where it is not given, each is as if it had been joined by itself. */
		broughtBy?: string;
		staff: string | null;
		at: Date;
		how?: JoinEnd;
	}
): Promise<void> {
	const { ids, to, broughtBy, staff, at, how = 'moved' } = move;
	if (ids.length === 0) return;
	const ended = await trx
		.updateTable('joins')
		.set({ ended_at: at, ended_by: staff, how_ended: how })
		.where('need', 'in', ids)
		.where('ended_at', 'is', null)
		.returning(['need', 'from_state'])
		.execute();
	const rows = ended.map(({ need, from_state }) => {
		const id = newRowId(at);
		return { id, need, root: to, brought_by: broughtBy ?? id, from_state, at, staff };
	});
	await trx.insertInto('joins').values(rows).execute();
	await trx.updateTable('needs').set({ joined_to: to }).where('id', 'in', ids).execute();
}

/** Makes a need one of its own again, in this state. */
export async function returnTo(
	trx: Database,
	back: { need: string; state: CityState; label?: string | null; staff: string | null; at: Date }
): Promise<void> {
	const { need, state, staff, at } = back;
	const label = back.label ?? (await firstLabelOf(trx, state));
	await trx
		.updateTable('needs')
		.set({ state, label, joined_to: null, changed_at: at, touched_at: at })
		.where('id', '=', need)
		.execute();
	await trx
		.insertInto('need_events')
		.values({ id: newRowId(at), need, at, staff, from_state: 'joined', to_state: state })
		.execute();
}

/**
 * Takes needs that are withdrawn out of their threads, before their words go. A thread that loses its root is handed to
 * the oldest of its members, with where it stands, who works on it and what was answered. Whoever has got an answer of a
 * need that is taken back keeps it. Gives the new roots, which have to be told.
 */
export async function leaveThreads(trx: Database, ids: string[], now: Date): Promise<string[]> {
	await keepBehind(trx, ids);
	await trx
		.updateTable('joins')
		.set({ ended_at: now, how_ended: 'withdrawn' })
		.where('need', 'in', ids)
		.where('ended_at', 'is', null)
		.execute();
	await trx
		.updateTable('needs')
		.set({ joined_to: null })
		.where('id', 'in', ids)
		.where('joined_to', 'is not', null)
		.execute();
	const roots = await trx
		.selectFrom('needs')
		.select(['id', 'state', 'label', 'department', 'department_since', 'assignee'])
		.select(['promised_on', 'due_at'])
		.where('id', 'in', ids)
		.where((row) =>
			row.exists(
				row.selectFrom('needs as member').select('id').whereRef('joined_to', '=', 'needs.id')
			)
		)
		.execute();
	const heirs: string[] = [];
	for (const { id: root, state, ...work } of roots) {
		const members = await trx
			.selectFrom('needs')
			.select('id')
			.where('joined_to', '=', root)
			.orderBy('received_at')
			.orderBy('id')
			.execute();
		const [heir, ...others] = members.map(({ id }) => id);
		if (!heir) continue;
		await keepHeard(trx, { from: root, to: [heir] });
		await endJoin(trx, { need: heir, how: 'leads', staff: null, at: now });
		await trx.updateTable('needs').set(work).where('id', '=', heir).execute();
		await returnTo(trx, { need: heir, state, label: work.label, staff: null, at: now });
		// the joins stay whose they are, so that they can still be undone
		await trx
			.updateTable('joins')
			.set({ root: heir })
			.where('root', '=', root)
			.where('ended_at', 'is', null)
			.execute();
		if (others.length > 0) {
			await trx
				.updateTable('needs')
				.set({ joined_to: heir })
				.where('joined_to', '=', root)
				.execute();
		}
		heirs.push(heir);
	}
	await handMessages(trx, ids);
	return heirs;
}
