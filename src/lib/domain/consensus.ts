/** What a room agrees on, found from what each person said to each statement. */

/** Agree, disagree, or "I do not mind" (a pass: seen, and neither). */
export type Vote = 1 | -1 | 0;

/** What a person said to a statement: of each pair there is one at most. */
export interface Opinion {
	person: string;
	statement: string;
	vote: Vote;
}

/** A statement, and how far the people agree on it. */
export interface Agreement {
	statement: string;
	yes: number;
	not: number;
	neither: number;
	/** The group-informed consensus, above 0 and under 1. */
	consensus: number;
}

/**
 * The group-informed consensus of each statement, the greatest first: the product over all opinion groups g of
 * (A + 1) / (S + 2), where A people of g agree and S said anything to it. So a statement comes first only if every group
 * tends to agree, however small it is; a group that said nothing counts as one half (Laplace's rule of succession).
 *
 * Source: Small and others, Polis: Scaling deliberation by mapping high dimensional opinion spaces, RECERCA 26 (2021).
 * @param groupOf the opinion group of a person; undefined for somebody without one, who is counted, but has no part in the product
 */
export function agreements(
	opinions: readonly Opinion[],
	groupOf: (person: string) => number | undefined
): Agreement[] {
	const groups = new Set(opinions.flatMap(({ person }) => groupOf(person) ?? []));
	const inOrder = [...groups].sort((a, b) => a - b);
	return [...groupBy(opinions, ({ statement }) => statement)]
		.map(([statement, said]) => {
			const count = (vote: Vote) => said.filter((each) => each.vote === vote).length;
			const consensus = inOrder.reduce((product, group) => {
				const own = said.filter(({ person }) => groupOf(person) === group);
				const agree = own.filter(({ vote }) => vote === 1).length;
				return product * ratio(agree, own.length);
			}, 1);
			return { statement, yes: count(1), not: count(-1), neither: count(0), consensus };
		})
		.sort(byConsensus);
}

/** The opinions by what `of` says of them (`Map.groupBy` is too young for old devices). */
export function groupBy(
	opinions: readonly Opinion[],
	of: (opinion: Opinion) => string
): Map<string, Opinion[]> {
	const groups = new Map<string, Opinion[]>();
	for (const opinion of opinions) {
		const known = groups.get(of(opinion));
		if (known) known.push(opinion);
		else groups.set(of(opinion), [opinion]);
	}
	return groups;
}

/** How much a group tends to agree: (A + 1) / (S + 2). */
export function ratio(agree: number, said: number): number {
	return (agree + 1) / (said + 2);
}

/** The greatest consensus first; where it is equal, what more people want; else by name, so that all devices show the same. */
export function byConsensus(a: Agreement, b: Agreement): number {
	return b.consensus - a.consensus || b.yes - a.yes || (a.statement < b.statement ? -1 : 1);
}

/** What a consensus means to the room. */
export type Verdict = 'agrees' | 'divided' | 'not';

/**
 * Does the room agree? By the mean of its groups (the root of the product): at least two of three tend to yes, or at most
 * one of three does; between them it is divided.
 */
export function verdictOf(consensus: number, groups: number): Verdict {
	const mean = consensus ** (1 / Math.max(1, groups));
	// a little room for roots that are not exact
	if (mean >= 2 / 3 - 1e-9) return 'agrees';
	return mean <= 1 / 3 + 1e-9 ? 'not' : 'divided';
}
