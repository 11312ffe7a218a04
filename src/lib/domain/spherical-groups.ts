/**
 * Spherical k-means (Dhillon and Modha, Concept decompositions for large sparse text data, Machine Learning 42, 2001) with
 * k-means++ seeding (Arthur and Vassilvitskii, SODA 2007): groups of vectors of length 1 by their cosine.
 */

/** A vector that is zero but in a few places. */
export interface SparseVector {
	at: Int32Array;
	weight: Float64Array;
}

export interface Group {
	/** Its direction, of length 1. */
	middle: Float64Array;
	/** Places of its vectors in the list, the nearest first; nearness is the cosine, 0 to 1 for weights of one sign. */
	members: { at: number; nearness: number }[];
}

const mostRounds = 15;

/** At most `count` groups of at least one vector each. The same vectors and seed give the same groups. */
export function sphericalGroups(
	vectors: SparseVector[],
	{ width, count, seed }: { width: number; count: number; seed: number }
): Group[] {
	if (vectors.length === 0) return [];
	let middles = firstMiddles(vectors, width, Math.min(count, vectors.length), randomFrom(seed));
	let own = vectors.map(() => -1);
	let nearness = vectors.map(() => 0);
	for (let round = 0; round < mostRounds; round++) {
		const nearest = vectors.map((vector) => nearestOf(vector, middles));
		const moved = nearest.filter(({ group }, at) => own[at] !== group).length;
		own = nearest.map(({ group }) => group);
		nearness = nearest.map((each) => each.nearness);
		if (moved <= vectors.length / 500) break;
		middles = middlesOf(vectors, own, middles.length, width);
	}
	return middles.flatMap((middle, group): Group[] => {
		const members = own
			.flatMap((of, at) => (of === group ? [{ at, nearness: nearness[at] ?? 0 }] : []))
			.sort((a, b) => b.nearness - a.nearness || a.at - b.at);
		return members.length > 0 ? [{ middle, members }] : [];
	});
}

/** Joins groups whose middles are at least this near to each other, the nearest two first, until none are. */
export function joinGroups(vectors: SparseVector[], groups: Group[], near: number): Group[] {
	const joined = [...groups];
	for (;;) {
		let best = { cosine: near, one: -1, other: -1 };
		for (let one = 0; one < joined.length; one++) {
			for (let other = 0; other < one; other++) {
				const cosine = denseProduct(middleAt(joined, one), middleAt(joined, other));
				if (cosine >= best.cosine) best = { cosine, one, other };
			}
		}
		if (best.one < 0) return joined;
		const [taken] = joined.splice(best.one, 1);
		const all = [...(joined[best.other]?.members ?? []), ...(taken?.members ?? [])];
		const sum = new Float64Array(middleAt(groups, 0).length);
		for (const { at } of all) add(sum, vectors[at] as SparseVector);
		const middle = unit(sum);
		const members = all
			.map(({ at }) => ({ at, nearness: product(vectors[at] as SparseVector, middle) }))
			.sort((a, b) => b.nearness - a.nearness || a.at - b.at);
		joined[best.other] = { middle, members };
	}
}

function middleAt(groups: Group[], at: number): Float64Array {
	return (groups[at] as Group).middle;
}

function denseProduct(one: Float64Array, other: Float64Array): number {
	let sum = 0;
	for (let n = 0; n < one.length; n++) sum += (one[n] as number) * (other[n] as number);
	return sum;
}

function nearestOf(vector: SparseVector, middles: Float64Array[]) {
	let group = 0;
	let nearness = -1;
	for (const [at, middle] of middles.entries()) {
		const cosine = product(vector, middle);
		if (cosine > nearness) [group, nearness] = [at, cosine];
	}
	return { group, nearness };
}

function product({ at, weight }: SparseVector, middle: Float64Array): number {
	let sum = 0;
	for (let n = 0; n < at.length; n++)
		sum += (weight[n] as number) * (middle[at[n] as number] as number);
	return sum;
}

function middlesOf(vectors: SparseVector[], own: number[], count: number, width: number) {
	const sums = Array.from({ length: count }, () => new Float64Array(width));
	for (const [at, vector] of vectors.entries())
		add(sums[own[at] as number] as Float64Array, vector);
	return sums.map(unit);
}

function add(sum: Float64Array, { at, weight }: SparseVector): void {
	for (let n = 0; n < at.length; n++)
		sum[at[n] as number] = (sum[at[n] as number] as number) + (weight[n] as number);
}

function unit(vector: Float64Array): Float64Array {
	let squares = 0;
	for (const each of vector) squares += each * each;
	const length = Math.sqrt(squares) || 1;
	return vector.map((each) => each / length);
}

/** The first at random, each next one the likelier the farther it is from those before. */
function firstMiddles(
	vectors: SparseVector[],
	width: number,
	count: number,
	random: () => number
): Float64Array[] {
	const dense = (vector: SparseVector) => {
		const middle = new Float64Array(width);
		add(middle, vector);
		return middle;
	};
	const chosen = [dense(vectors[Math.floor(random() * vectors.length)] as SparseVector)];
	const distance = vectors.map(() => Infinity);
	while (chosen.length < count) {
		const last = chosen.at(-1) as Float64Array;
		let sum = 0;
		for (const [at, vector] of vectors.entries()) {
			distance[at] = Math.min(distance[at] as number, Math.max(0, 1 - product(vector, last)));
			sum += distance[at];
		}
		let left = random() * sum;
		let next = distance.findIndex((each) => (left -= each) < 0);
		if (next < 0) next = vectors.length - 1;
		chosen.push(dense(vectors[next] as SparseVector));
	}
	return chosen;
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
