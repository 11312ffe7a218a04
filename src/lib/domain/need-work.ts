/** What staff may do with a need, and for how long it can be taken back. */
import type { CityState } from './need-state.ts';
import { mayBecome } from './need-state.ts';
import { needsWords, type NeedState } from './need.ts';
import type { Role } from './rights.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A step can be taken back for so long, in milliseconds. */
export const undoTime = 10 * minute;

/** Whoever wrote a note can delete it for so long, in milliseconds. */
export const noteTime = 5 * minute;

/** The longest note, and the longest reason for passing on, in characters. */
export const longestNote = 2000;
export const longestWhy = 300;

/** The farthest day that can be promised, in days from today. */
const farthestPromise = 5 * 366;

/** A state with the city's own label for it: where a need has none, the plainest one of its state; null if there is none. */
export interface Standing {
	state: CityState;
	label: string | null;
}

/** By what a reply of this kind can call the state that it gives; the usual one stands chosen. */
export interface ReplyLabels {
	kind: 'answered' | 'declined';
	usual: string;
	labels: { id: string; name: string }[];
}

/** May a step of the staff lead from one standing to the other? Between labels of a state it may, where it owes no words. */
export function mayStep(from: Standing, to: { state: NeedState; label: string | null }): boolean {
	if (mayBecome(from.state, to.state)) return true;
	return from.state === to.state && from.label !== to.label && !needsWords(to.state);
}

/** Does a member reach a need? The role `department` only what was passed to her department or is hers. */
export function reaches(
	member: { id: string; role: Role; department: string | null },
	need: { department: string | null; assignee: string | null }
): boolean {
	if (member.role !== 'department') return true;
	return (
		need.assignee === member.id ||
		(member.department !== null && need.department === member.department)
	);
}

/** Whole days from one moment to the other; 0 where clocks went back. */
export function daysBetween(from: Date, to: Date): number {
	return Math.max(0, Math.floor((to.getTime() - from.getTime()) / day));
}

/** A day that can be promised: a day of a calendar, today or later, at most five years away. */
export function isPromise(date: string, today: string): boolean {
	const at = Date.parse(`${date}T00:00:00Z`);
	if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(at)) return false;
	if (new Date(at).toISOString().slice(0, 10) !== date) return false;
	const from = Date.parse(`${today}T00:00:00Z`);
	return at >= from && at <= from + farthestPromise * day;
}
