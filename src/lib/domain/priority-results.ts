/** What everybody may know of a prioritising: how much is wanted what, and what there is money for. */
import type { PrioritisingResults } from './prioritising.ts';
import type { Choice } from './priority.ts';
import { isWithin, type Rules } from './priority-rules.ts';
import { shownCount } from './small-numbers.ts';

/** The true counts, for the city alone: what is shown of them is `resultsOf`. */
export interface PriorityCounts {
	/** Devices that chose something. */
	people: number;
	things: { id: string; people: number; points: number }[];
}

/** Counts the choices of all devices; what breaks the rules counts for nothing. */
export function countChoices(rules: Rules, choices: readonly Choice[]): PriorityCounts {
	const counted = new Map(rules.things.map(({ id }) => [id, { id, people: 0, points: 0 }]));
	let people = 0;
	for (const choice of choices) {
		const given = Object.entries(choice);
		if (given.length === 0 || !isWithin(rules, choice)) continue;
		people += 1;
		for (const [thing, points] of given) {
			const count = counted.get(thing);
			if (!count) continue;
			count.people += 1;
			count.points += points;
		}
	}
	return { people, things: [...counted.values()] };
}

/**
 * The results; null while fewer than five people have chosen anything. Every count is rounded by itself, and the order tells
 * only what is shown; of two things that are wanted as much the cheaper comes first. There is money for a thing where the
 * sum is enough for it after all things before it for which it was enough; never for one that fewer than five chose.
 * @param rules with the things that everybody can read now
 */
export function resultsOf(rules: Rules, counts: PriorityCounts): PrioritisingResults | null {
	const people = shownCount(counts.people);
	if (people === null) return null;
	const costs = new Map(rules.things.map(({ id, cost }) => [id, cost ?? 0]));
	const isPoints = rules.way === 'points';
	const shown = counts.things
		.filter(({ id }) => costs.has(id))
		.map(({ id, ...count }) => {
			const people = shownCount(count.people);
			const points = isPoints && people !== null ? shownCount(count.points) : null;
			return { id, people, points };
		})
		.sort(
			(a, b) =>
				(b.points ?? -1) - (a.points ?? -1) ||
				(b.people ?? -1) - (a.people ?? -1) ||
				(costs.get(a.id) ?? 0) - (costs.get(b.id) ?? 0) ||
				(a.id < b.id ? -1 : 1)
		);
	let left = rules.amount;
	const things = shown.map((each) => {
		if (isPoints) return { ...each, fits: null };
		const cost = costs.get(each.id) ?? Infinity;
		const fits = each.people !== null && cost <= left;
		if (fits) left -= cost;
		return { ...each, fits };
	});
	return { people, things };
}
