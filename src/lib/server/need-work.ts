/** What staff do with a need: each step is one transaction of state, history and words. */
import { randomBytes } from 'node:crypto';
import { makeId } from '../domain/id.ts';
import { mayBecome, type CityState } from '../domain/need-state.ts';
import { needsWords, type NeedState } from '../domain/need.ts';
import { tellChange } from './changes.ts';
import type { Database } from './database.ts';

export interface NeedStep {
	need: string;
	to: NeedState;
	/** Who does it: an id of the staff. */
	staff: string;
	/** When the need had changed last, as the page showed it: who looks at an old page changes nothing. */
	seen: Date;
	/** The words that an answer or a no owes to the person. */
	reply?: { words: string; lang: string; batch?: string };
}

export type NeedStepProblem =
	{ problem: 'unknown' | 'withdrawn' | 'state' } | { problem: 'changed'; state: CityState };

/**
 * Takes a need one step on. Undefined when it is done and durable; else nothing is changed: `changed` when somebody was
 * quicker, `withdrawn` when the person took it back, `state` when this step is not one of those allowed.
 */
export async function takeStep(
	db: Database,
	step: NeedStep,
	now = new Date()
): Promise<NeedStepProblem | undefined> {
	return within(db, async (trx) => {
		const need = await trx
			.selectFrom('needs')
			.select(['state', 'changed_at'])
			.where('id', '=', step.need)
			.forUpdate()
			.executeTakeFirst();
		if (!need) return { problem: 'unknown' };
		if (need.state === 'withdrawn') return { problem: 'withdrawn' };
		if (need.changed_at.getTime() !== step.seen.getTime()) {
			return { problem: 'changed', state: need.state };
		}
		if (!mayBecome(need.state, step.to) || needsWords(step.to) !== Boolean(step.reply)) {
			return { problem: 'state' };
		}
		// always later than the last change, even where clocks stand or go back
		const at = new Date(Math.max(now.getTime(), need.changed_at.getTime() + 1));
		await trx
			.updateTable('needs')
			.set({ state: step.to, changed_at: at })
			.where('id', '=', step.need)
			.execute();
		await trx
			.insertInto('need_events')
			.values({
				id: newId(at),
				need: step.need,
				at,
				staff: step.staff,
				from_state: need.state,
				to_state: step.to
			})
			.execute();
		if (step.reply) {
			await trx
				.insertInto('need_messages')
				.values({ id: newId(at), need: step.need, said_at: at, staff: step.staff, ...step.reply })
				.execute();
		}
		await tellChange(trx, 'needs', [step.need]);
		return undefined;
	});
}

/** Within somebody's transaction it is part of that one. */
function within<T>(db: Database, work: (trx: Database) => Promise<T>): Promise<T> {
	return db.isTransaction ? work(db) : db.transaction().execute(work);
}

function newId(at: Date): string {
	return makeId(at.getTime(), randomBytes(10));
}
