/** What staff may do to many needs at once, and to which of them it can be done. */
import { mayBecome, openStates, type CityState } from './need-state.ts';
import { undoTime } from './need-work.ts';
import { mayDo, type Right, type Role } from './rights.ts';

/** `label`, `assign` and `department` come with whom or what: a value. */
export const bulkActs = ['read', 'label', 'assign', 'department', 'hide'] as const;

export type BulkAct = (typeof bulkActs)[number];

/** At most so many needs at once. */
export const mostAtOnce = 500;

export const rightFor: Record<BulkAct, Right> = {
	read: 'needs.work',
	label: 'needs.work',
	assign: 'needs.work',
	department: 'needs.work',
	hide: 'needs.moderate'
};

/** Why what was done to many is not undone: it needs the right of the act, and ten minutes as a single step does. */
export type NoUndo = 'right' | 'undone' | 'late';

/** What stands in the way of undoing it, for a member with this role. */
export function whyNoUndo(
	done: { act: BulkAct; at: Date; undoneAt: Date | null },
	role: Role,
	now: Date
): NoUndo | undefined {
	if (!mayDo(role, rightFor[done.act])) return 'right';
	if (done.undoneAt) return 'undone';
	return now.getTime() - done.at.getTime() > undoTime ? 'late' : undefined;
}

/** What an act can change of a need. */
export interface BulkFields {
	state: CityState;
	label: string | null;
	assignee: string | null;
	department: string | null;
}

/** An act with its value: of a label its id, and the state that it means. */
export type BulkStep =
	| { act: 'read' }
	| { act: 'hide' }
	/** `isPlainest`: is it what a need of that state is called that has no label? */
	| { act: 'label'; value: string; state: CityState; isPlainest: boolean }
	| { act: 'assign'; value: string }
	/** `by`: who does so, and answers from then on for what nobody owned. */
	| { act: 'department'; value: string; by: string };

/**
 * Why a need stays as it is: it is so already, its person took it back, it stands where this cannot be done, or somebody
 * changed it since the page was shown.
 */
export type Stays = 'same' | 'withdrawn' | 'state' | 'changed';

/** How a need stands, in a word for forms: another word, and somebody changed it or whose it is. */
export function standingWord(need: {
	changedAt: Date;
	assignee: string | null;
	department: string | null;
}): string {
	const { changedAt, assignee, department } = need;
	return [changedAt.getTime().toString(36), assignee ?? '', department ?? ''].join('.');
}

/** The field of a form that says how a need stood when it was shown. */
export function seenField(id: string, word: string): string {
	return `${id}.${word}`;
}

/** The need and its word of such a field. */
export function readSeenField(field: string): [id: string, word: string] {
	const end = field.indexOf('.');
	return [field.slice(0, end), field.slice(end + 1)];
}

/** The need as it will be, or why it stays. What owes words to the person is never done to many at once. */
export function afterStep(need: BulkFields, step: BulkStep): BulkFields | Stays {
	if (need.state === 'withdrawn') return 'withdrawn';
	if (step.act === 'assign') {
		return need.assignee === step.value ? 'same' : { ...need, assignee: step.value };
	}
	if (step.act === 'department') {
		if (need.department === step.value) return 'same';
		return { ...need, department: step.value, assignee: need.assignee ?? step.by };
	}
	if (need.state === 'joined') return 'state';
	if (step.act === 'hide') {
		return need.state === 'hidden' ? 'same' : { ...need, state: 'hidden' };
	}
	if (step.act === 'read') {
		if (need.state === 'read') return 'same';
		return need.state === 'received' ? { ...need, state: 'read', label: null } : 'state';
	}
	return afterLabel(need, step);
}

function afterLabel(
	need: BulkFields,
	{ value, state, isPlainest }: Extract<BulkStep, { act: 'label' }>
): BulkFields | Stays {
	const open = openStates.find((each) => each === state);
	const isCalledSo = need.label === value || (isPlainest && need.label === null);
	if (isCalledSo && need.state === state) return 'same';
	if (need.state === state) return open ? { ...need, label: value } : 'state';
	if (open === undefined || !mayBecome(need.state, open)) return 'state';
	return { ...need, state: open, label: value };
}
