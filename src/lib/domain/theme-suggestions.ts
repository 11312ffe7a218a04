/**
 * Which needs may belong together, from their words alone: TF-IDF over shortened words and spherical k-means, the same
 * for the same texts. Only ever a suggestion. The method, its quality on real texts and its time: docs/themes.md.
 */
import { joinGroups, sphericalGroups, type SparseVector } from './spherical-groups.ts';
import { termsIn } from './text-terms.ts';

export interface SuggestedTheme {
	/** Terms that tell it from the rest, the strongest first: what a refusal remembers. */
	terms: string[];
	/** The word that people use most for each of them. */
	shown: string[];
	/** Places of its texts in the list, the most typical first. */
	members: number[];
}

/** A theme of fewer texts is none: what few people say is a need, not a theme. */
const smallestTheme = 5;
/** So many words stand for a theme. */
const mostTerms = 6;
/** A term in more than this share of all texts says nothing about one of them; in fewer texts than this it is chance. */
const tooCommon = 0.35;
const tooRare = 3;
/** How near to the middle of its group a text has to be (cosine) to be counted with it. */
const near = 0.2;
/** Groups whose middles are as near as this (cosine) speak of the same. */
const sameDirection = 0.45;
/** How much of its texts' weight the telling words of a group must have, so that it is more than a rest. */
const clear = 0.28;

/**
 * The themes in texts of one language, the largest first.
 * @param seed chooses where the groups begin; the same seed gives the same themes
 */
export function suggestThemes(texts: string[], seed: number): SuggestedTheme[] {
	const { vectors, terms, surface } = weigh(texts);
	const used = vectors.flatMap((vector, at) => (vector.at.length > 0 ? [at] : []));
	if (used.length < 2 * smallestTheme) return [];
	const chosen = used.map((at) => vectors[at] as SparseVector);
	const size = { width: terms.length, count: groupCount(used.length), seed };
	return joinGroups(chosen, sphericalGroups(chosen, size), sameDirection)
		.flatMap(({ middle, members }) => {
			const typical = members.filter(({ nearness }) => nearness >= near);
			const strongest = strongestOf(middle);
			const weight = strongest.reduce((sum, term) => sum + (middle[term] ?? 0) ** 2, 0);
			if (typical.length < smallestTheme || weight < clear) return [];
			return [
				{
					terms: strongest.map((term) => terms[term] ?? ''),
					shown: strongest.map((term) => surface[term] ?? ''),
					members: typical.map(({ at }) => used[at] as number)
				}
			];
		})
		.sort((a, b) => b.members.length - a.members.length);
}

/** The group of each text, for measuring; texts without a term that counts are in group -1. */
export function groupTexts(texts: string[], count: number, seed: number): number[] {
	const { vectors, terms } = weigh(texts);
	const used = vectors.flatMap((vector, at) => (vector.at.length > 0 ? [at] : []));
	const result = texts.map(() => -1);
	const groups = sphericalGroups(
		used.map((at) => vectors[at] as SparseVector),
		{ width: terms.length, count, seed }
	);
	for (const [group, { members }] of groups.entries()) {
		for (const { at } of members) result[used[at] as number] = group;
	}
	return result;
}

/** Half the root of half the texts, as is usual to begin with, between 4 and 60. */
export function groupCount(texts: number): number {
	return Math.max(4, Math.min(60, Math.round(Math.sqrt(texts / 2))));
}

/** TF-IDF vectors of length 1 over the terms that are neither too common nor too rare, with each term's commonest word. */
function weigh(texts: string[]): { vectors: SparseVector[]; terms: string[]; surface: string[] } {
	const inTexts = texts.map(termsIn);
	const seen = new Map<string, { texts: number; words: Map<string, number> }>();
	for (const words of inTexts) {
		for (const [term, { word }] of words) {
			const known = seen.get(term) ?? { texts: 0, words: new Map<string, number>() };
			known.texts++;
			known.words.set(word, (known.words.get(word) ?? 0) + 1);
			seen.set(term, known);
		}
	}
	const most = Math.max(tooRare + 1, texts.length * tooCommon);
	const kept = [...seen].filter(([, { texts }]) => texts >= tooRare && texts <= most);
	const place = new Map(kept.map(([term], at) => [term, at]));
	const weights = kept.map(([, { texts: df }]) => Math.log(texts.length / df));
	const vectors = inTexts.map((words) => {
		const pairs = [...words].flatMap(([term, { count }]): [number, number][] => {
			const at = place.get(term);
			return at === undefined ? [] : [[at, (1 + Math.log(count)) * (weights[at] ?? 0)]];
		});
		const length = Math.hypot(...pairs.map(([, weight]) => weight)) || 1;
		return {
			at: Int32Array.from(pairs, ([at]) => at),
			weight: Float64Array.from(pairs, ([, weight]) => weight / length)
		};
	});
	const surface = kept.map(
		([, { words }]) =>
			[...words].reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0] as [
				string,
				number
			])[0]
	);
	return { vectors, terms: kept.map(([term]) => term), surface };
}

function strongestOf(middle: Float64Array): number[] {
	const order = Array.from(middle.keys()).filter((term) => (middle[term] ?? 0) > 0);
	order.sort((a, b) => (middle[b] ?? 0) - (middle[a] ?? 0) || a - b);
	return order.slice(0, mostTerms);
}

/** Are these the terms of what is nearly the same theme? At least half of the terms of the shorter list are in the other. */
export function isSameTheme(one: string[], other: string[]): boolean {
	const shared = one.filter((term) => other.includes(term)).length;
	return shared > 0 && shared >= Math.min(one.length, other.length) / 2;
}
