/** Groups of points that lie together: k-means without chance, and how well it tells them apart. */
import type { Point } from './principal-components.ts';

export interface Clusters {
	/** The cluster of each point, numbered in the order in which the points name them. */
	of: number[];
	sizes: number[];
	/** The mean silhouette, -1 to 1: near 1 the clusters lie far apart. */
	silhouette: number;
}

/** Rounds after which k-means ends in any case. */
const mostRounds = 100;

/**
 * k-means (Lloyd 1982). It begins with the point that is farthest from the middle, then always the one that is farthest
 * from those it has; of equal ones the first.
 */
export function cluster(points: readonly Point[], k: number): Clusters {
	let centres = firstCentres(points, k);
	let of: number[] = [];
	for (let round = 0; round < mostRounds; round++) {
		const next = points.map((point) => nearest(point, centres));
		if (next.every((each, at) => each === of[at])) break;
		of = next;
		centres = centres.map((centre, at) => middle(points.filter((_, i) => of[i] === at)) ?? centre);
	}
	const names = [...new Set(of)];
	const named = of.map((each) => names.indexOf(each));
	const sizes = Array.from({ length: k }, (_, at) => named.filter((each) => each === at).length);
	return { of: named, sizes, silhouette: silhouette(points, named) };
}

function firstCentres(points: readonly Point[], k: number): Point[] {
	const centres: Point[] = [];
	const from = middle(points) ?? [0, 0];
	while (centres.length < k) {
		const known = centres.length > 0 ? centres : [from];
		const far = points.map((point) => Math.min(...known.map((each) => distance(point, each))));
		centres.push(points[far.indexOf(Math.max(...far))] ?? from);
	}
	return centres;
}

function nearest(point: Point, centres: readonly Point[]): number {
	const far = centres.map((centre) => distance(point, centre));
	return far.indexOf(Math.min(...far));
}

function middle(points: readonly Point[]): Point | undefined {
	if (points.length === 0) return undefined;
	const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
	return [mean(0), mean(1)];
}

function distance(a: Point, b: Point): number {
	return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
}

/** Of more points than so many the silhouette is that of some, which lie evenly among all. */
const mostMeasured = 2_000;

/** The mean silhouette (Rousseeuw 1987); a point that is alone counts 0. */
function silhouette(points: readonly Point[], of: readonly number[]): number {
	const sizes: number[] = [];
	for (const name of of) sizes[name] = (sizes[name] ?? 0) + 1;
	const step = Math.ceil(points.length / mostMeasured);
	const measured = points.flatMap((point, i) =>
		i % step === 0 ? silhouetteOf(point, of[i] ?? 0) : []
	);
	return measured.reduce((sum, value) => sum + value, 0) / Math.max(1, measured.length);

	function silhouetteOf(point: Point, own: number): number {
		const far = sizes.map(() => 0);
		for (let j = 0; j < points.length; j++) {
			const name = of[j] ?? 0;
			far[name] = (far[name] ?? 0) + distance(point, points[j] as Point);
		}
		const others = (sizes[own] ?? 0) - 1;
		const next = Math.min(
			...far.flatMap((total, name) => (name === own ? [] : total / (sizes[name] ?? 1)))
		);
		if (others < 1 || !Number.isFinite(next)) return 0;
		const mean = (far[own] ?? 0) / others;
		return (next - mean) / (Math.max(mean, next) || 1);
	}
}
