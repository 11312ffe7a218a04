/** Phases of challenges: what runs from which day to which. */
import type { ChallengeText } from './challenge.ts';
import type { Language } from './language.ts';

/** Every kind of phase, in the order in which a challenge goes through them; a survey stands beside all challenges. */
export const phaseKinds = [
	'ideas',
	'round',
	'prioritising',
	'pilot',
	'feedback',
	'decision',
	'survey'
] as const;

export type PhaseKind = (typeof phaseKinds)[number];

export interface Phase {
	kind: PhaseKind;
	/** Of what it is a phase: of a challenge itself, of something about it, or of a survey. */
	id: string;
	/** null for a survey that asks about no pilot. */
	challenge: string | null;
	texts: Partial<Record<Language, Pick<ChallengeText, 'what'>>>;
	/** The first day and the last, as YYYY-MM-DD; null where no end is set. A decision has one day. */
	from: string;
	to: string | null;
	changedAt: Date;
	revision: number;
}

/** Does it run on this day, or is it still to come? */
export function isRunning({ to }: Phase, day: string): boolean {
	return to === null || to >= day;
}

/** Those that run, the one that ends next first; behind them those that are over, the newest first. */
export function inOrder(phases: readonly Phase[], day: string): Phase[] {
	const end = ({ to }: Phase) => to ?? '9999';
	const running = phases.filter((phase) => isRunning(phase, day));
	const over = phases.filter((phase) => !isRunning(phase, day));
	const byDay = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
	return [
		...running.sort((a, b) => byDay(end(a), end(b)) || byDay(a.from, b.from)),
		...over.sort((a, b) => byDay(end(b), end(a)) || byDay(b.from, a.from))
	];
}
