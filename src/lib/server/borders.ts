/** Borders of neighbourhoods, simplified together so that neighbours still touch. */
import { feature } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, quantile, simplify } from 'topojson-simplify';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { areaOf, ringsOf, type Border } from './border-check.ts';

/** Characters of GeoJSON that all borders together may have, or for each one where there are very many. */
const budget = 60_000;
const budgetEach = 250;
/** The part of its area that a neighbourhood may win or lose. */
const mostLost = 0.05;
/** Points closer than the width of the city over this are one point: neighbours of careless files touch too. */
const grid = 1e5;

type Shared = Topology<{ all: GeometryCollection }>;
type Weighted = { arcs: [x: number, y: number, weight: number][][] };

/**
 * The borders with fewer points, at most 60,000 characters of GeoJSON together (250 for each where there are more than
 * 240). The points that change the least area go first (Visvalingam and Whyatt, Line generalisation by repeated
 * elimination of points, 1993), of each line that neighbours share once for both. Where one would win or lose more than a
 * twentieth of its area its lines keep more points. What lies on both sides of the antimeridian is brought together.
 */
export function simplifyBorders(borders: readonly Border[]): Border[] {
	const joined = joinAtAntimeridian(borders);
	const collection = { type: 'GeometryCollection', geometries: joined } as const;
	// a copy is made of what is given
	const shared = presimplify(topology({ all: collection as never }, grid) as unknown as Shared);
	const most = Math.max(budget, budgetEach * borders.length);
	for (let round = 0; ; round++) {
		const simple = fitting(shared, most);
		const poor = joined.flatMap((border, index) => {
			const was = area(border);
			return Math.abs(area(simple[index] ?? border) - was) > mostLost * was ? [index] : [];
		});
		if (poor.length === 0 || round === 4) return simple;
		for (const index of poor) weighMore(shared, index);
	}
}

/** The finest that fits, by halving. */
function fitting(shared: Shared, most: number): Border[] {
	/** With this part of the points. */
	const at = (part: number) => bordersIn(simplify(shared, quantile(shared, part)));
	const whole = bordersIn(simplify(shared, 0));
	if (sizeOf(whole) <= most) return whole;
	let [fits, tooLarge] = [0, 1];
	let best = at(0);
	for (let step = 0; step < 10; step++) {
		const middle = (fits + tooLarge) / 2;
		const tried = at(middle);
		if (sizeOf(tried) <= most) [fits, best] = [middle, tried];
		else tooLarge = middle;
	}
	return best;
}

function bordersIn(shared: Shared): Border[] {
	return feature(shared, shared.objects.all).features.map(({ geometry }) => {
		const border = geometry as Border;
		const polygons = border.type === 'Polygon' ? [border.coordinates] : border.coordinates;
		const rounded = polygons.map((rings) =>
			// a hole that lost all its area is none
			rings
				.map((ring) => withoutSpikes(shorten(ring)))
				.filter((ring, index) => index === 0 || areaOf(ring) > 0)
		);
		const whole = rounded.filter(([outer]) => outer && areaOf(outer) > 0);
		const kept = whole.length > 0 ? whole : rounded.slice(0, 1);
		return kept.length === 1
			? { type: 'Polygon', coordinates: kept[0] ?? [] }
			: { type: 'MultiPolygon', coordinates: kept };
	});
}

/** To about ten centimetres; the same points everywhere become the same. */
function shorten(ring: number[][]): number[][] {
	return ring.map((point) => point.slice(0, 2).map((degrees) => Number(degrees.toFixed(6))));
}

/** Without ways that lead to a point and straight back: two lines that became one. A ring that is nothing else stays. */
function withoutSpikes(ring: number[][]): number[][] {
	const isSame = (a: number[] | undefined, b: number[] | undefined) => String(a) === String(b);
	const open: number[][] = [];
	for (const point of ring.slice(0, -1)) {
		if (isSame(open.at(-2), point)) open.pop();
		else if (!isSame(open.at(-1), point)) open.push(point);
	}
	while (open.length > 2 && (isSame(open[0], open.at(-2)) || isSame(open[1], open.at(-1)))) {
		if (isSame(open[0], open.at(-2))) open.splice(-2);
		else {
			open.shift();
			open.pop();
		}
	}
	return open.length > 2 ? [...open, open[0] ?? []] : ring;
}

function sizeOf(borders: Border[]): number {
	return JSON.stringify(borders).length;
}

function area(border: Border): number {
	const polygons = border.type === 'Polygon' ? [border.coordinates] : border.coordinates;
	return polygons.reduce(
		(sum, [outer = [], ...holes]) =>
			sum + areaOf(outer) - holes.reduce((all, hole) => all + areaOf(hole), 0),
		0
	);
}

/** The points of its lines go later than those of others. */
function weighMore(shared: Shared, index: number): void {
	const geometry = shared.objects.all.geometries[index];
	const arcs = 'arcs' in (geometry ?? {}) ? (geometry as { arcs: unknown[] }).arcs : [];
	const lines = (shared as unknown as Weighted).arcs;
	for (const arc of new Set((arcs.flat(3) as number[]).map((arc) => (arc < 0 ? ~arc : arc)))) {
		for (const point of lines[arc] ?? []) point[2] *= 64;
	}
}

/** A city that lies on both sides of 180 degrees has all its points east of it. */
function joinAtAntimeridian(borders: readonly Border[]): Border[] {
	const all = borders.flatMap((border) =>
		ringsOf(border)
			.flat()
			.map(([lon = 0]) => lon)
	);
	const [least, most] = all.reduce(
		([low, high], lon) => [Math.min(low, lon), Math.max(high, lon)],
		[Infinity, -Infinity]
	);
	const isApart = most - least > 180;
	const moved = (ring: number[][]) =>
		ring.map(([lon = 0, lat = 0]) => [isApart && lon < 0 ? lon + 360 : lon, lat]);
	return borders.map((border) =>
		border.type === 'Polygon'
			? { type: 'Polygon', coordinates: border.coordinates.map(moved) }
			: { type: 'MultiPolygon', coordinates: border.coordinates.map((rings) => rings.map(moved)) }
	);
}
