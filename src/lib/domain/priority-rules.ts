/** The rules of a prioritising: how much each person may spread, and what a tap does within them. */
import type { Choice } from './priority.ts';

/** By points, each thing can have several and costs nothing; by a budget, each thing is in or out and has its cost. */
export interface Rules {
	way: 'points' | 'budget';
	/** How many points each person has, or the sum that each may spend. */
	amount: number;
	things: readonly { id: string; cost: number | null }[];
}

/** How many points or how much of the sum are left; NaN where something is chosen that is none of the things. */
export function leftOf({ way, amount, things }: Rules, choice: Choice): number {
	const costs = new Map(things.map(({ id, cost }) => [id, way === 'points' ? 1 : (cost ?? NaN)]));
	return Object.entries(choice).reduce(
		(left, [thing, points]) => left - points * (costs.get(thing) ?? NaN),
		amount
	);
}

/** Does a choice keep the rules? One that does not counts for nothing, whole. */
export function isWithin(rules: Rules, choice: Choice): boolean {
	const isEach = Object.values(choice).every((points) =>
		rules.way === 'points' ? points >= 1 : points === 1
	);
	return isEach && leftOf(rules, choice) >= 0;
}

/** May this thing get one more? */
export function mayAdd(rules: Rules, choice: Choice, thing: string): boolean {
	return isWithin(rules, changedBy(choice, thing, 1));
}

/** The choice with so many points more or fewer for a thing; none stay none. */
export function changedBy(choice: Choice, thing: string, by: 1 | -1): Choice {
	const points = pointsOf(choice, thing) + by;
	const others = Object.entries(choice).filter(([id]) => id !== thing);
	return Object.fromEntries(points > 0 ? [...others, [thing, points] as const] : others);
}

/** How many points a thing has. */
export function pointsOf(choice: Choice, thing: string): number {
	return Object.hasOwn(choice, thing) ? (choice[thing] ?? 0) : 0;
}

/** Do two choices say the same? */
export function isSameChoice(one: Choice, other: Choice): boolean {
	const things = [...Object.keys(one), ...Object.keys(other)];
	return things.every((thing) => pointsOf(one, thing) === pointsOf(other, thing));
}
