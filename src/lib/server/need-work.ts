/** What staff do with a need: each step is one transaction of state, history and words. */
import type { Transaction } from 'kysely';
import { mayBecome, type CityState } from '../domain/need-state.ts';
import { mayStep, undoTime } from '../domain/need-work.ts';
import { needsWords, type NeedState } from '../domain/need.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import { tellChange } from './changes.ts';
import type { Database, Tables } from './database.ts';
import { firstLabelOf, labelFor } from './labels.ts';
import { voiceColumns, type VoiceFile } from './reply-voices.ts';
import { newId, touch, withNeed, type HeldNeed, type NoNeed } from './need-lock.ts';

export interface NeedStep {
	need: string;
	to: NeedState;
	/** The city's own label of that state; where none is named, the first that is in use. */
	label?: string;
	/** Who does it: an id of the staff. */
	staff: string;
	/** When the need had changed last, as the page showed it: who looks at an old page changes nothing. */
	seen: Date;
	/** The words that an answer or a no owes to the person. */
	reply?: { words: string; lang: string; batch?: string; voice?: VoiceFile };
}

export type NeedStepProblem =
	NoNeed | { problem: 'state' } | { problem: 'changed'; state: CityState };

/**
 * Takes a need one step on. Undefined when it is done and durable; else nothing is changed: `changed` when somebody was
 * quicker, `withdrawn` when the person took it back, `state` when this step is not one of those allowed.
 */
export async function takeStep(
	db: Database,
	step: NeedStep,
	now = new Date()
): Promise<NeedStepProblem | undefined> {
	return withNeed<NeedStepProblem | undefined>(db, step, async (trx, need) => {
		if (isOld(need, step.seen)) return { problem: 'changed', state: need.state };
		const label = step.label
			? await labelFor(trx, step.label, step.to)
			: await firstLabelOf(trx, step.to);
		if (label === undefined || needsWords(step.to) !== Boolean(step.reply)) {
			return { problem: 'state' };
		}
		const to = { state: step.to, label };
		const from = { state: need.state, label: need.label ?? (await firstLabelOf(trx, need.state)) };
		// without a label it is a step of states only
		if (!(step.label ? mayStep(from, to) : mayBecome(need.state, step.to))) {
			return { problem: 'state' };
		}
		const at = await move(trx, step, need, to, now);
		if (step.reply) {
			const { voice, ...said } = step.reply;
			await trx
				.insertInto('need_messages')
				.values({
					...{ id: newId(at), need: step.need, said_at: at, staff: step.staff, ...said },
					...(voice && voiceColumns(voice))
				})
				.execute();
		}
		const spoken = step.reply?.voice && { voice: true };
		const detail = { from: need.state, to: step.to, label, ...spoken };
		await finishStep(
			trx,
			step,
			{ action: step.reply ? 'need.answered' : 'need.moved', detail },
			at
		);
		return undefined;
	});
}

export type UndoProblem =
	NoNeed | { problem: 'nothing' | 'late' | 'said' } | { problem: 'changed'; state: CityState };

/**
 * Takes a member's own last step back, for ten minutes, as a step of its own: both stay in the history. Else nothing is
 * changed: `nothing` when there is no such step or it was an undoing, `said` when its words went to the person,
 * `changed` when somebody did something since, `late` when it is over.
 */
export async function undoStep(
	db: Database,
	{ need: id, staff }: { need: string; staff: string },
	now = new Date()
): Promise<UndoProblem | undefined> {
	return withNeed<UndoProblem | undefined>(db, { need: id, staff }, async (trx, need) => {
		const last = await trx
			.selectFrom('need_events')
			.selectAll()
			.where('need', '=', id)
			.orderBy('at', 'desc')
			.orderBy('id', 'desc')
			.limit(1)
			.executeTakeFirst();
		if (!last || last.undoes || isOfThread(last)) return { problem: 'nothing' };
		if (last.staff !== staff || isOld(need, last.at)) {
			return { problem: 'changed', state: need.state };
		}
		if (needsWords(last.to_state as NeedState)) return { problem: 'said' };
		if (now.getTime() - last.at.getTime() > undoTime) return { problem: 'late' };
		const back = { state: last.from_state, label: last.from_label };
		const at = await move(trx, { need: id, staff, undoes: last.id }, need, back, now);
		const detail = { from: need.state, to: back.state, label: back.label };
		await finishStep(trx, { need: id, staff }, { action: 'need.step-undone', detail }, at);
		return undefined;
	});
}

/** Sets state and label, and writes the event; gives when, which is later than the last change. */
export async function move(
	trx: Transaction<Tables>,
	{ need, staff, undoes }: { need: string; staff: string; undoes?: string },
	from: HeldNeed,
	to: { state: CityState; label: string | null },
	now: Date
): Promise<Date> {
	// always later than the last change, even where clocks stand or go back
	const at = new Date(Math.max(now.getTime(), from.changed_at.getTime() + 1));
	await touch(trx, need, at, { ...to, changed_at: at });
	await trx
		.insertInto('need_events')
		.values({
			...{ id: newId(at), need, at, staff, undoes: undoes ?? null },
			...{ from_state: from.state, from_label: from.label },
			...{ to_state: to.state, to_label: to.label }
		})
		.execute();
	return at;
}

/** The last of a step: into the log, and to whoever watches the need. */
export async function finishStep(
	trx: Transaction<Tables>,
	{ need, staff }: { need: string; staff: string },
	done: { action: ActivityAction; detail: Record<string, unknown> },
	at: Date
): Promise<void> {
	await logActivity(trx, { staff, subject: `need:${need}`, ...done }, at);
	await tellChange(trx, 'needs', [need]);
}

/** Did the need change since the page showed it? */
export function isOld(need: HeldNeed, seen: Date): boolean {
	return need.changed_at.getTime() !== seen.getTime();
}

/** Joins and splits are undone as such: a thread is more than a state. */
function isOfThread(event: { from_state: CityState; to_state: CityState }): boolean {
	return event.from_state === 'joined' || event.to_state === 'joined';
}
