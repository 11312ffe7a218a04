/** Borders of neighbourhoods: simplified together, so that neighbours still touch; and drawn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawMap } from '../../src/lib/domain/border-map.ts';
import { areaOf, ringsOf, type Border } from '../../src/lib/server/border-check.ts';
import { simplifyBorders } from '../../src/lib/server/borders.ts';
import { readNeighbourhoods } from '../../src/lib/server/neighbourhood-list.ts';

/** A city of neighbourhoods in rows, whose borders are crooked lines that they share; about `points` in each. */
function crookedCity(across: number, points: number, seed: number, west = 2): Border[] {
	const size = 0.01;
	const shake = (x: number, y: number) => {
		const turn = Math.sin(x * 7919.3 + y * 104729.7 + seed) * 43758.5453;
		return (turn - Math.floor(turn) - 0.5) * size * 0.2;
	};
	/** A side from one corner to another, the same whoever asks and from whichever end. */
	const side = (x1: number, y1: number, x2: number, y2: number): number[][] => {
		if (x1 > x2 || y1 > y2) return side(x2, y2, x1, y1).toReversed();
		return Array.from({ length: points + 1 }, (_, index) => {
			const [x, y] = [
				x1 + ((x2 - x1) * index) / points,
				y1 + ((y2 - y1) * index) / points
			] as const;
			const bend = index > 0 && index < points ? shake(x, y) / Math.sqrt(points) : 0;
			const lon = west + x * size + (x1 === x2 ? bend : 0);
			return [lon > 180 ? lon - 360 : lon, 41 + y * size + (y1 === y2 ? bend : 0)];
		});
	};
	return Array.from({ length: across * across }, (_, index) => {
		const [x, y] = [index % across, Math.floor(index / across)];
		const corners = [
			[x, y, x + 1, y],
			[x + 1, y, x + 1, y + 1],
			[x + 1, y + 1, x, y + 1],
			[x, y + 1, x, y]
		] as const;
		const ring = corners.flatMap((corner) => side(...corner).slice(0, -1));
		return { type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] };
	});
}

const total = (borders: Border[]) =>
	borders.flatMap(ringsOf).reduce((sum, ring) => sum + areaOf(ring), 0);

/** Each stretch of a border with how many neighbourhoods have it. */
function stretches(borders: Border[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const ring of borders.flatMap(ringsOf)) {
		for (let index = 0; index + 1 < ring.length; index++) {
			const name = [String(ring[index]), String(ring[index + 1])].sort().join(' ');
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
	}
	return counts;
}

describe('borders that are simplified', () => {
	it('still touch, and nobody loses more than a twentieth of the area', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 5 }), fc.integer(), (across, seed) => {
				const given = crookedCity(across, 400, seed % 1000);
				const simple = simplifyBorders(given);
				const counts = [...stretches(simple).values()];
				// all stretches between two neighbourhoods are the same for both; the others are the edge of the city
				expect(Math.max(...counts)).toBeLessThanOrEqual(2);
				const inner = counts.filter((count) => count === 2).length;
				expect(inner > 0).toBe(across > 1);
				const edge = [...stretches(simple)].flatMap(([name, count]) => (count === 1 ? [name] : []));
				// in squares of about ten metres, and those beside them
				const square = (point: string) =>
					point.split(',').map((part) => Math.round(Number(part) * 1e4));
				const outer = new Set(
					[...stretches(given)].flatMap(([name, count]) =>
						count === 1 ? name.split(' ').map((point) => String(square(point))) : []
					)
				);
				const near = (point: string) => {
					const [x = 0, y = 0] = square(point);
					return [-1, 0, 1].some((east) =>
						[-1, 0, 1].some((north) => outer.has(`${x + east},${y + north}`))
					);
				};
				expect(edge.flatMap((name) => name.split(' ')).every(near)).toBe(true);
				simple.forEach((border, index) => {
					const was = total([given[index] as Border]);
					expect(Math.abs(total([border]) - was) / was).toBeLessThanOrEqual(0.05);
				});
			}),
			// there the city's edge and a border inside become one line
			{ numRuns: 6, examples: [[2, -290]] }
		);
	});

	it('have at most 60 KB together, however many points they came with', () => {
		const given = crookedCity(8, 600, 1);
		expect(JSON.stringify(given).length).toBeGreaterThan(3_000_000);
		const simple = simplifyBorders(given);
		expect(JSON.stringify(simple).length).toBeLessThanOrEqual(60_000);
		expect(total(simple) / total(given)).toBeCloseTo(1, 2);
	});

	it('keep a small neighbourhood beside large ones, and holes', () => {
		const [large] = crookedCity(1, 3000, 2) as [Border];
		const ring = (x: number, y: number, size: number) => [
			...[
				[x, y],
				[x + size, y],
				[x + size, y + size],
				[x, y + size],
				[x, y]
			]
		];
		const hole = ring(2.004, 41.004, 0.0003);
		const withHole: Border = { type: 'Polygon', coordinates: [...ringsOf(large), hole] };
		const small: Border = { type: 'Polygon', coordinates: [hole] };
		const simple = simplifyBorders([withHole, small]);
		expect(ringsOf(simple[0] as Border)).toHaveLength(2);
		expect(total([simple[1] as Border])).toBeCloseTo(0.0003 ** 2, 9);
	});

	it('of a city on both sides of the antimeridian lie side by side', () => {
		const simple = simplifyBorders(crookedCity(4, 10, 3, 179.98));
		const lons = simple.flatMap((border) =>
			ringsOf(border)
				.flat()
				.map(([lon = 0]) => lon)
		);
		expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(0.1);
	});
});

describe('a file of borders', () => {
	const file = (geometries: unknown[], more: object = {}) =>
		readNeighbourhoods(
			JSON.stringify({
				type: 'FeatureCollection',
				...more,
				features: geometries.map((geometry, index) => ({
					type: 'Feature',
					properties: { name: `N ${index}` },
					geometry
				}))
			})
		);
	/** Of corners one after the other. */
	const area = (...ends: number[]) => ({
		type: 'Polygon',
		coordinates: [
			Array.from({ length: ends.length / 2 }, (_, at) => ends.slice(2 * at, 2 * at + 2))
		]
	});
	const square = area(2, 41, 3, 41, 3, 42, 2, 42, 2, 41);
	const bow = area(2, 41, 3, 42, 3, 41, 2, 42, 2, 41);
	const metres = area(430e3, 458e4, 431e3, 458e4, 431e3, 459e4, 430e3, 458e4);
	const nothing = area(2, 41, 3, 42, 2, 41);
	const line = { ...nothing, type: 'LineString' };

	it.each<[string, unknown[], object, object]>([
		['in metres', [square, metres], {}, { code: 'projection' }],
		[
			'that says it is in another projection',
			[square],
			{ crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::25831' } } },
			{ code: 'projection' }
		],
		['that crosses itself', [square, bow], {}, { code: 'crossing', row: 2 }],
		['without any area', [nothing], {}, { code: 'crossing', row: 1 }],
		['with nothing in it', [area()], {}, { code: 'crossing', row: 1 }],
		['of points only', [{ type: 'Point', coordinates: [2, 41] }], {}, { code: 'no-polygons' }],
		['of lines', [line], {}, { code: 'no-features' }]
	])('%s is a problem that says where', (_, geometries, more, problem) => {
		expect(file(geometries, more)).toEqual({ problems: [problem] });
	});

	it('in degrees by whatever name is taken', () => {
		for (const name of [
			'urn:ogc:def:crs:OGC:1.3:CRS84',
			'EPSG:4326',
			'urn:ogc:def:crs:EPSG::4326'
		]) {
			const crs = { type: 'name', properties: { name } };
			expect(file([square], { crs })).toMatchObject({ neighbourhoods: [{ id: 'n-0' }] });
		}
	});
});

describe('a map', () => {
	it('has every neighbourhood within its edges, and its number inside of it', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 6 }), fc.integer(), (across, seed) => {
				const borders = simplifyBorders(crookedCity(across, 20, seed % 1000));
				const map = drawMap(borders.map((shape, index) => ({ key: String(index), shape })));
				expect(map?.shapes).toHaveLength(across * across);
				for (const { path, x, y } of map?.shapes ?? []) {
					const ring = [...path.matchAll(/(\d+) (\d+)/g)].map(([, a, b]) => [Number(a), Number(b)]);
					expect(ring.every(([a = 0, b = 0]) => a <= 1000 && b <= 1000)).toBe(true);
					const [xs, ys] = [ring.map(([a = 0]) => a), ring.map(([, b = 0]) => b)];
					expect(x).toBeGreaterThan(Math.min(...xs));
					expect(x).toBeLessThan(Math.max(...xs));
					expect(y).toBeGreaterThan(Math.min(...ys));
					expect(y).toBeLessThan(Math.max(...ys));
				}
			}),
			{ numRuns: 20 }
		);
	});

	it('is as wide as it looks from above: a degree is shorter in the north', () => {
		const coordinates = [
			[
				[10, 60],
				[11, 60],
				[11, 60.5],
				[10, 60.5],
				[10, 60]
			]
		];
		const map = drawMap([{ key: 'a', shape: { type: 'Polygon', coordinates } }]);
		expect([map?.width, map?.height]).toEqual([992, 1000]);
		expect(drawMap([{ key: 'a', shape: null }])).toBeUndefined();
	});
});
