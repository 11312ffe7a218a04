/** What everybody may know of a round: counts that tell of nobody, and how far people agree. */
import { agreements, verdictOf, type Agreement, type Opinion, type Vote } from './consensus.ts';
import { findOpinionGroups } from './opinion-groups.ts';
import type { RoundResults } from './round.ts';
import { fewest, shownCount } from './small-numbers.ts';

/** A consensus is shown in steps of this: a finer one would tell the counts that are rounded. */
const step = 0.05;

/**
 * The results of a round; null while fewer than five people have said anything. Every count is rounded by itself, and no
 * group has fewer than five people, as `findOpinionGroups` makes them. `not` is said only of what all groups tend to reject:
 * where one agrees and another does not, people are divided.
 * @param opinions what was said to the statements that are asked now
 */
export function resultsOf(opinions: readonly Opinion[]): RoundResults | null {
	const people = shownCount(new Set(opinions.map(({ person }) => person)).size);
	if (people === null) return null;
	const groupOf = findOpinionGroups(opinions);
	const sizes = sizesOf(groupOf);
	const said = (group: number) =>
		new Map(
			agreements(
				opinions.filter(({ person }) => groupOf.get(person) === group),
				() => 0
			).map((each) => [each.statement, each])
		);
	const bySize = sizes.map((_, group) => said(group));
	const against = new Map(
		agreements(opinions.map(turned), (person) => groupOf.get(person)).map((each) => [
			each.statement,
			each.consensus
		])
	);
	const verdict = ({ statement, consensus }: Agreement): Shown['verdict'] => {
		const agrees = (value = 0) => verdictOf(value, sizes.length) === 'agrees';
		if (agrees(consensus)) return 'agrees';
		return agrees(against.get(statement)) ? 'not' : 'divided';
	};
	return {
		people,
		groups: sizes.map(shownCount),
		statements: agreements(opinions, (person) => groupOf.get(person))
			.map((each) => {
				const isShown = each.yes + each.not + each.neither >= fewest;
				return {
					...{ id: each.statement, ...countsOf(each) },
					consensus: isShown ? inSteps(each.consensus) : null,
					verdict: isShown ? verdict(each) : null,
					groups: bySize.map((group) => countsOf(group.get(each.statement)))
				};
			})
			.sort(byShown)
	};
}

/** As if everybody had said the opposite: what groups agree on then is what they reject together. */
function turned(opinion: Opinion): Opinion {
	return { ...opinion, vote: -opinion.vote as Vote };
}

type Shown = RoundResults['statements'][number];

/** The order, too, tells only what is shown. */
function byShown(a: Shown, b: Shown): number {
	return (
		(b.consensus ?? -1) - (a.consensus ?? -1) ||
		(b.yes ?? 0) - (a.yes ?? 0) ||
		(a.id < b.id ? -1 : 1)
	);
}

function sizesOf(groups: ReadonlyMap<string, number>): number[] {
	const sizes: number[] = [];
	for (const group of groups.values()) sizes[group] = (sizes[group] ?? 0) + 1;
	return sizes;
}

function countsOf(agreement: Agreement | undefined) {
	const { yes = 0, not = 0, neither = 0 } = agreement ?? {};
	return { yes: shownCount(yes), not: shownCount(not), neither: shownCount(neither) };
}

function inSteps(consensus: number): number {
	return Math.round(Math.round(consensus / step) * step * 100) / 100;
}
