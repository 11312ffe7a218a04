/** A map of neighbourhoods: their borders as paths of a drawing, each with a place for its number. */

type Rings = number[][][];

/** GeoJSON in degrees. */
export type MapShape =
	{ type: 'Polygon'; coordinates: Rings } | { type: 'MultiPolygon'; coordinates: Rings[] };

export interface DrawnShape {
	key: string;
	/** Of an SVG, to be filled by `evenodd`. */
	path: string;
	/** A place that surely lies within it. */
	x: number;
	y: number;
}

export interface DrawnMap {
	width: number;
	height: number;
	shapes: DrawnShape[];
}

/** The longer side of a drawing, in its own units. */
const side = 1000;

/**
 * Draws the shapes north up: a degree of longitude is as much shorter as it is in the middle of them (equirectangular
 * projection), which for a city looks like any map. Undefined where there is nothing to draw.
 */
export function drawMap(
	places: readonly { key: string; shape: MapShape | null }[]
): DrawnMap | undefined {
	const drawn = places.flatMap(({ key, shape }) =>
		shape ? [{ key, polygons: polygonsOf(shape) }] : []
	);
	const points = drawn.flatMap(({ polygons }) => polygons.flat(2));
	if (points.length === 0) return undefined;
	const lats = boundsOf(points.map(([, lat = 0]) => lat));
	const squeeze = Math.max(0.01, Math.cos((((lats.low + lats.high) / 2) * Math.PI) / 180));
	const lons = boundsOf(points.map(([lon = 0]) => lon * squeeze));
	const scale = side / Math.max(lons.high - lons.low, lats.high - lats.low, 1e-9);
	const spot = ([lon = 0, lat = 0]: number[]): [number, number] => [
		Math.round((lon * squeeze - lons.low) * scale),
		Math.round((lats.high - lat) * scale)
	];
	return {
		width: Math.max(1, Math.round((lons.high - lons.low) * scale)),
		height: Math.max(1, Math.round((lats.high - lats.low) * scale)),
		shapes: drawn.map(({ key, polygons }) => {
			const rings = polygons.flat().map((ring) => ring.map(spot));
			return { key, path: rings.map(pathOf).join(''), ...innerSpot(polygons, spot) };
		})
	};
}

function polygonsOf(shape: MapShape): Rings[] {
	return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
}

function boundsOf(numbers: number[]): { low: number; high: number } {
	return numbers.reduce(
		({ low, high }, number) => ({ low: Math.min(low, number), high: Math.max(high, number) }),
		{ low: Infinity, high: -Infinity }
	);
}

function pathOf(ring: [number, number][]): string {
	const steps = ring.filter(
		([x, y], index) => index === 0 || x !== ring[index - 1]?.[0] || y !== ring[index - 1]?.[1]
	);
	return `M${steps.map(([x, y]) => `${x} ${y}`).join('L')}Z`;
}

/** The middle of the widest stretch, on the middle height of the tallest part. */
function innerSpot(
	polygons: Rings[],
	spot: (point: number[]) => [number, number]
): { x: number; y: number } {
	let best = { x: 0, y: 0, wide: -1 };
	for (const rings of polygons) {
		const drawn = rings.map((ring) => ring.map(spot));
		const { low, high } = boundsOf((drawn[0] ?? []).map(([, y]) => y));
		// between whole numbers, so that it never runs along a border
		const y = Math.floor((low + high) / 2) + 0.5;
		const edges = drawn.flatMap((ring) => crossings(ring, y)).sort((a, b) => a - b);
		for (let index = 0; index + 1 < edges.length; index += 2) {
			const [from = 0, to = 0] = [edges[index], edges[index + 1]];
			if (to - from > best.wide) best = { x: Math.round((from + to) / 2), y, wide: to - from };
		}
	}
	return { x: best.x, y: best.y };
}

/** Where a line at this height crosses a ring. */
function crossings(ring: [number, number][], y: number): number[] {
	return ring.flatMap(([x1, y1], index) => {
		const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
		return y1 < y !== y2 < y ? [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)] : [];
	});
}
