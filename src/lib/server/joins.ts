/**
 * Staff join needs that ask for the same, undo it, and split them again. Each is one transaction with its history. Whose
 * answers a person gets follows from it: thread-messages.ts.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import { isAnswered, mayJoin, mayLead, mostJoined } from '../domain/join.ts';
import type { CityState } from '../domain/need-state.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import { keepBehind } from './challenge-needs.ts';
import { tellChange } from './changes.ts';
import type { Database } from './database.ts';
import { firstLabelOf } from './labels.ts';
import { keepHeard, saidTo } from './thread-messages.ts';
import { endJoin, lockThreads, moveMembers, newRowId, returnTo } from './threads.ts';

export interface Join {
	/** The need that is joined; its own members come along. */
	need: string;
	/** The need whose answers its person gets from now on; where that one is joined itself, its root. */
	to: string;
	/** Who does it: an id of the staff. */
	staff: string;
	/** When the need had changed last, as the page showed it: who looks at an old page changes nothing. */
	seen: Date;
	/** The same of the need that will lead: who sees it open joins nobody to what a colleague has declined meanwhile. */
	seenTo: Date;
}

export type JoinProblem =
	| { problem: 'unknown' | 'same' | 'heard' | 'full' }
	/** Somebody was quicker, or this need (`state`), or the other (`to-state`), cannot be joined in its state. */
	| { problem: 'changed' | 'state' | 'to-state'; state: CityState };

/**
 * Joins a need to another one: gives the join, for its undoing, and the root of the thread; or the problem, and nothing
 * is changed: `same` when they are joined already, `full` when more than `mostJoined` would be joined to one, `heard` when
 * the city has said something to its person before, which is nobody else's: such a need can only lead.
 */
export async function joinNeeds(
	db: Database,
	{ need, to, staff, seen, seenTo }: Join,
	now = new Date()
): Promise<{ join: string; root: string } | JoinProblem> {
	return db.transaction().execute(async (trx) => {
		await lockThreads(trx);
		if (![need, to].every((id) => v.is(idSchema, id))) return { problem: 'unknown' };
		const found = await readPair(trx, need, to);
		if (!found) return { problem: 'unknown' };
		const { member, root } = found;
		if (member.changed_at.getTime() !== seen.getTime()) {
			return { problem: 'changed', state: member.state };
		}
		if (member.id === root.id || member.joined_to === root.id) return { problem: 'same' };
		if (root.changed_at.getTime() !== seenTo.getTime()) {
			return { problem: 'changed', state: root.state };
		}
		if (!mayJoin(member.state)) return { problem: 'state', state: member.state };
		if (!mayLead(root.state)) return { problem: 'to-state', state: root.state };
		if ((await saidTo(trx, need)).length > 0) return { problem: 'heard' };
		const members = await membersOf(trx, need);
		const joined = await membersOf(trx, root.id);
		if (members.length + joined.length + 1 > mostJoined) return { problem: 'full' };
		const at = later(now, member.changed_at);
		const join = newRowId(at);
		await moveMembers(trx, { ids: members, to: root.id, broughtBy: join, staff, at });
		await trx
			.insertInto('joins')
			.values({
				id: join,
				need,
				root: root.id,
				brought_by: join,
				from_state: member.state,
				at,
				staff
			})
			.execute();
		await trx
			.updateTable('needs')
			.set({ state: 'joined', label: await firstLabelOf(trx, 'joined') })
			.set({ joined_to: root.id, changed_at: at, touched_at: at })
			.where('id', '=', need)
			.execute();
		await trx
			.insertInto('need_events')
			.values({
				...{ id: newRowId(at), need, at, staff },
				...{ from_state: member.state, to_state: 'joined' as const }
			})
			.execute();
		await log(trx, 'need.joined', need, staff, { root: root.id, members: members.length }, at);
		// the root too: whoever is joined to it hears from here on by its number
		await tellChange(trx, 'needs', [need, root.id]);
		return { join, root: root.id };
	});
}

/**
 * Takes a need out of its thread; those that were joined to it before stay. It keeps what the thread has heard so far:
 * what the city has said to a person is not taken back. Where the thread was answered it stays answered, else it is
 * where it was before. The problem, and nothing is changed, where it is in no thread or somebody was quicker.
 */
export async function splitNeed(
	db: Database,
	{ need, staff, seen }: Omit<Join, 'to' | 'seenTo'>,
	now = new Date()
): Promise<JoinProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		await lockThreads(trx);
		const member = v.is(idSchema, need) ? await readNeed(trx, need) : undefined;
		if (!member) return { problem: 'unknown' };
		const root = member.joined_to && (await readNeed(trx, member.joined_to));
		if (member.changed_at.getTime() !== seen.getTime() || !root) {
			return { problem: 'changed', state: member.state };
		}
		const at = later(now, member.changed_at);
		await keepHeard(trx, { from: root.id, to: [need] });
		await keepBehind(trx, [need]);
		const join = await endJoin(trx, { need, how: 'split', staff, at });
		const state = isAnswered(root.state) ? root.state : join.from_state;
		await returnTo(trx, { need, state, staff, at });
		await log(trx, 'need.split', need, staff, { root: root.id }, at);
		await tellChange(trx, 'needs', [need]);
		return undefined;
	});
}

/**
 * Undoes a join as if it had never been, with those that it brought along: only what was answered meanwhile stays heard.
 * `changed` where it is not as it was made any more: then it can be split.
 */
export async function undoJoin(
	db: Database,
	{ join, staff }: { join: string; staff: string },
	now = new Date()
): Promise<{ need: string } | JoinProblem> {
	return db.transaction().execute(async (trx) => {
		await lockThreads(trx);
		if (!v.is(idSchema, join)) return { problem: 'unknown' };
		const made = await trx
			.selectFrom('joins')
			.selectAll()
			.where('id', '=', join)
			.executeTakeFirst();
		const member = made && (await readNeed(trx, made.need));
		if (!member) return { problem: 'unknown' };
		const root = await readNeed(trx, made.root);
		if (made.ended_at || made.brought_by !== join || !root) {
			return { problem: 'changed', state: member.state };
		}
		const at = later(now, member.changed_at);
		const { need } = made;
		const said = await saidTo(trx, root.id, made.at);
		await keepHeard(trx, { from: root.id, to: [need], only: said });
		const brought = await trx
			.selectFrom('joins')
			.select('need')
			.where('brought_by', '=', join)
			.where('ended_at', 'is', null)
			.where('need', '<>', need)
			.execute();
		await endJoin(trx, { need, how: 'undone', staff, at });
		const ids = brought.map((each) => each.need);
		await moveMembers(trx, { ids, to: need, staff, at, how: 'undone' });
		const isAnsweredNow = said.length > 0 && isAnswered(root.state);
		await returnTo(trx, { need, state: isAnsweredNow ? root.state : made.from_state, staff, at });
		await log(trx, 'need.unjoined', need, staff, { root: root.id, members: ids.length }, at);
		// the root too: what became of its thread is told by it
		await tellChange(trx, 'needs', [need, root.id]);
		return { need };
	});
}

async function readNeed(trx: Database, id: string) {
	return trx
		.selectFrom('needs')
		.select(['id', 'state', 'changed_at', 'joined_to'])
		.where('id', '=', id)
		.forUpdate()
		.executeTakeFirst();
}

/** Both, held in the order of their ids: a withdrawal holds them in the same. */
async function readPair(trx: Database, need: string, to: string) {
	const target = await trx
		.selectFrom('needs')
		.select(['id', 'joined_to'])
		.where('id', '=', to)
		.executeTakeFirst();
	const ids = [need, target?.joined_to ?? to].sort();
	const held = new Map<string, NonNullable<Awaited<ReturnType<typeof readNeed>>>>();
	for (const id of ids) {
		const row = await readNeed(trx, id);
		if (row) held.set(id, row);
	}
	const member = held.get(need);
	const root = held.get(target?.joined_to ?? to);
	return member && root && { member, root };
}

async function membersOf(trx: Database, root: string): Promise<string[]> {
	const rows = await trx
		.selectFrom('needs')
		.select('id')
		.where('joined_to', '=', root)
		.limit(mostJoined + 1)
		.execute();
	return rows.map(({ id }) => id);
}

async function log(
	trx: Database,
	action: ActivityAction,
	need: string,
	staff: string,
	detail: Record<string, unknown>,
	at: Date
): Promise<void> {
	await logActivity(trx, { staff, action, subject: `need:${need}`, detail }, at);
}

/** Always later than the last change, even where clocks stand or go back. */
function later(now: Date, changed: Date): Date {
	return new Date(Math.max(now.getTime(), changed.getTime() + 1));
}
