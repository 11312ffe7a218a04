/** What surrounds a need on its page: what may be done next, whose it is, for how long, notes and history. */
import type { Language } from '../domain/language.ts';
import { openStates } from '../domain/need-state.ts';
import { isOverdue } from '../domain/due.ts';
import { daysBetween, mayStep, undoTime, type ReplyLabels } from '../domain/need-work.ts';
import { needsWords, type NeedState } from '../domain/need.ts';
import { mayDo, type Role } from '../domain/rights.ts';
import { findPersonalData } from '../domain/personal-data/find.ts';
import type { PersonalMark } from '../domain/personal-data/mark.ts';
import { originalWords } from './covering.ts';
import type { Database } from './database.ts';
import { listDepartments } from './departments.ts';
import { listLabels, nameLabel, plainestIn, type Label } from './labels.ts';
import { readHistory, type HistoryLine } from './need-history.ts';
import type { NeedView } from './need-view.ts';
import { readNotes, type Note } from './notes.ts';
import { memberReach } from './reach.ts';
import { replyLabels } from './reply-labels.ts';
import { readSettings } from './settings.ts';
import { listStaff } from './staff.ts';
import { today } from './today.ts';

export interface Desk {
	/** What the city calls the state that it has, in the reader's language; null where it has no label. */
	label: string | null;
	/** The steps without words that may follow, by label. */
	steps: { to: NeedState; label: string; name: string }[];
	/** Kinds of reply for which the city has more than one label. */
	replyLabels: ReplyLabels[];
	/** Can she take her last step back? */
	mayUndo: boolean;
	isOverdue: boolean;
	today: string;
	/** Whole days since it was received, and with the department that has it. */
	days: number;
	departmentDays: number | null;
	/** Names; null for nobody, empty for one who has left or is not known. */
	owner: string | null;
	department: string | null;
	departments: { id: string; name: string }[];
	/** Whoever may own it. */
	members: { id: string; name: string }[];
	/** Is it with a department that is hers, so that "not ours" must name whose? */
	isOurs: boolean;
	/** What in her words may tell who somebody is; and whether covered words can come back. */
	marks: PersonalMark[];
	mayUncover: boolean;
	notes: Note[];
	history: (HistoryLine & { labelName?: string | null })[];
}

/** What surrounds this need for this member. */
export async function readDesk(
	db: Database,
	member: { id: string; role: Role; lang: Language },
	need: NeedView,
	now: Date
): Promise<Desk> {
	const [labels, departments, staff, notes, history, settings, reach, original] = await Promise.all(
		[
			listLabels(db),
			listDepartments(db),
			listStaff(db),
			mayDo(member.role, 'needs.work') ? readNotes(db, need.id, member.id, now) : [],
			readHistory(db, need.id),
			readSettings(db),
			memberReach(db, member.id),
			need.isCovered && mayDo(member.role, 'needs.moderate') && mayDo(member.role, 'needs.private')
				? originalWords(db, need.id)
				: undefined
		]
	);
	const nameOf = (label: Label) => nameLabel(label, member.lang, settings.languages);
	const labelled = new Map(labels.map((label) => [label.id, nameOf(label)]));
	const isOpen = openStates.some((state) => state === need.state);
	const last = history.findLast(({ kind }) => kind === 'step');
	return {
		label: need.label && (labelled.get(need.label) ?? null),
		steps: nextSteps(need, labels).map(({ id, state }) => ({
			...{ to: state as NeedState, label: id, name: labelled.get(id) ?? id }
		})),
		replyLabels: replyLabels(labels, nameOf, need.label),
		mayUndo: last !== undefined && mayUndo(last, need, member.id, now),
		isOverdue: need.dueAt !== null && isOverdue(isOpen, need.dueAt, now),
		today: today(now),
		days: daysBetween(need.receivedAt, now),
		departmentDays: need.departmentSince && daysBetween(need.departmentSince, now),
		owner: need.assignee && (staff.find(({ id }) => id === need.assignee)?.name ?? ''),
		department:
			need.department && (departments.find(({ id }) => id === need.department)?.name ?? ''),
		departments: departments.filter(({ id, retired }) => !retired && id !== need.department),
		members: staff
			.filter(({ role }) => mayDo(role, 'needs.work'))
			.map(({ id, name }) => ({ id, name })),
		isOurs: reach?.department !== null && reach?.department === need.department,
		marks: findPersonalData(need.words),
		mayUncover: original !== undefined,
		notes,
		history: history.map((line) =>
			line.kind === 'step'
				? { ...line, labelName: line.label && (labelled.get(line.label) ?? null) }
				: line
		)
	};
}

function nextSteps(need: NeedView, labels: readonly Label[]): Label[] {
	const from = { state: need.state, label: need.label ?? plainestIn(labels, need.state) };
	return labels.filter(({ id, state, retired }) => {
		const to = { state: state as NeedState, label: id };
		return !retired && !needsWords(to.state) && id !== from.label && mayStep(from, to);
	});
}

function mayUndo(last: HistoryLine, need: NeedView, staff: string, now: Date): boolean {
	return (
		last.kind === 'step' &&
		!last.isUndoing &&
		// a join is undone as such
		need.state !== 'joined' &&
		last.staff === staff &&
		last.at.getTime() === need.changedAt.getTime() &&
		!needsWords(last.to as NeedState) &&
		now.getTime() - last.at.getTime() <= undoTime
	);
}
