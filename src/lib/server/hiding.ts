/** Hiding one need, because it is no need that a city can answer, and showing it again. */
import type { Transaction } from 'kysely';
import { afterStep } from '../domain/bulk.ts';
import type { Standing } from '../domain/need-work.ts';
import type { Database, Tables } from './database.ts';
import { firstLabelOf } from './labels.ts';
import { withNeed } from './need-lock.ts';
import { finishStep, isOld, move, type NeedStep, type NeedStepProblem } from './need-work.ts';

export type Hiding = Pick<NeedStep, 'need' | 'staff' | 'seen'>;

export type HidingProblem = NeedStepProblem | { problem: 'leads' };

/**
 * Hides a need by the rule by which many are hidden at once. Undefined when it is done, else nothing is changed: `leads`
 * where others are joined to it, who would be hidden and forgotten with it.
 */
export async function hideNeed(
	db: Database,
	step: Hiding,
	now = new Date()
): Promise<HidingProblem | undefined> {
	return withNeed<HidingProblem | undefined>(db, step, async (trx, need) => {
		if (isOld(need, step.seen)) return { problem: 'changed', state: need.state };
		const after = afterStep(need, { act: 'hide' });
		if (typeof after === 'string') return { problem: 'state' };
		if (await leads(trx, step.need)) return { problem: 'leads' };
		const at = await move(trx, step, need, after, now);
		await finishStep(trx, step, { action: 'need.hidden', detail: { from: need.state } }, at);
		return undefined;
	});
}

/** Shows a hidden need again, where it stood before, however long ago. Undefined when it is done, else nothing is changed. */
export async function showNeed(
	db: Database,
	step: Hiding,
	now = new Date()
): Promise<HidingProblem | undefined> {
	return withNeed<HidingProblem | undefined>(db, step, async (trx, need) => {
		if (isOld(need, step.seen)) return { problem: 'changed', state: need.state };
		if (need.state !== 'hidden') return { problem: 'state' };
		const back = await beforeHiding(trx, step.need);
		const at = await move(trx, step, need, back, now);
		await finishStep(trx, step, { action: 'need.shown', detail: { to: back.state } }, at);
		return undefined;
	});
}

async function leads(trx: Transaction<Tables>, need: string): Promise<boolean> {
	const member = await trx
		.selectFrom('needs')
		.select('id')
		.where('joined_to', '=', need)
		.limit(1)
		.executeTakeFirst();
	return member !== undefined;
}

/** Where it stood; one that never stood anywhere by itself, because it was given the lead of a hidden thread, was read. */
async function beforeHiding(trx: Transaction<Tables>, need: string): Promise<Standing> {
	const hidden = await trx
		.selectFrom('need_events')
		.select(['from_state as state', 'from_label as label'])
		.where('need', '=', need)
		.where('to_state', '=', 'hidden')
		.where('from_state', 'not in', ['hidden', 'joined'])
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return hidden ?? { state: 'read', label: await firstLabelOf(trx, 'read') };
}
