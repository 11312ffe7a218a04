/**
 * What somebody can do by now, out of the facts of her tries. Nothing is taken away again: a try that went less well
 * later changes nothing (no streaks, no loss).
 *
 * A task is done with help first and then alone. In what keeps one safe, feeling sure is not being sure (Gluu
 * Essentials, n = 145; Phish&Tips, n = 37), so there 3 of 4 tries in a row have to go well, at least one of them on
 * another day; older tries do not count against her, as with Kolibri's `m_of_n`.
 */
import type { Attempt } from './attempt.ts';

/** How a skill is judged. It is kept with each try, so that a rule that changes later changes no try of before. */
export const masteryRules = ['task', 'safety'] as const;

export type MasteryRule = (typeof masteryRules)[number];

/** A try of one step; `day` is the day on the phone's calendar, like "2026-11-26". */
export type Try = Attempt & { rule: MasteryRule; day: string };

/** From nothing to done alone. `again`: it went well alone, and is wanted once more on another day. */
export const masteries = ['none', 'helped', 'again', 'alone'] as const;

export type Mastery = (typeof masteries)[number];

const wanted = 3;
const inARow = 4;

/** Was the end reached without being shown anything? Where it is about safety, without a miss too. */
export function isAlone({ result, hints, dontKnow, misses, rule }: Try): boolean {
	const isUnaided = result !== 'left' && hints === 0 && dontKnow === 0;
	return isUnaided && (rule === 'task' || misses === 0);
}

/** How far somebody is with one step. @param tries in their order */
export function masteryOf(tries: readonly Try[]): Mastery {
	const ended = tries.filter(({ result }) => result !== 'left');
	if (ended.length === 0) return 'none';
	if (!ended.some(isAlone)) return 'helped';
	if (ended.some((each) => each.rule === 'task' && isAlone(each))) return 'alone';
	const runs = ended.map((_, at) => ended.slice(at, at + inARow).filter(isAlone));
	const isSure = runs.some(
		(run) => run.length >= wanted && new Set(run.map(({ day }) => day)).size > 1
	);
	return isSure ? 'alone' : 'again';
}

/** How far she is with several steps together: as far as with the one that is least far. */
export function leastOf(each: readonly Mastery[]): Mastery {
	return masteries.find((mastery) => each.includes(mastery)) ?? 'none';
}

/** How far somebody is with the skills of a lesson. @param tries of that lesson, by step */
export function masteryIn(
	skills: readonly string[],
	tries: Readonly<Record<string, readonly Try[]>> = {}
): Mastery {
	return leastOf(skills.map((step) => masteryOf(tries[step] ?? [])));
}

/** Days until a skill is offered again, after it went well on one day, two, three ...: the gaps grow (Cepeda 2008). */
const gaps = [1, 3, 7, 21, 60];

const dayLength = 86_400_000;

/**
 * Is it time to do a step once more, on a day of the phone's calendar? The day after a try with help; then after gaps
 * that grow with each day on which it went well alone. Never for what was not tried, and never as a duty.
 */
export function isDueAgain(tries: readonly Try[], today: string): boolean {
	const last = tries.filter(({ result }) => result !== 'left').at(-1);
	if (!last) return false;
	const goodDays = new Set(tries.filter(isAlone).map(({ day }) => day)).size;
	const gap = gaps[Math.min(Math.max(goodDays, 1), gaps.length) - 1] ?? 1;
	return Date.parse(today) - Date.parse(last.day) >= gap * dayLength;
}
