/** What can be wrong with a border before anything is made of it. */

export type Ring = number[][];

/** GeoJSON in degrees, WGS 84, as RFC 7946 has it. */
export type Border =
	{ type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] };

/** All rings of a border, holes too. */
export function ringsOf(border: Border): Ring[] {
	return border.type === 'Polygon' ? border.coordinates : border.coordinates.flat();
}

/** Is any of it outside of what degrees can be? Then it is in metres of some other projection. */
export function isProjected(border: Border): boolean {
	return ringsOf(border).some((ring) =>
		ring.some(([lon = 0, lat = 0]) => Math.abs(lon) > 180 || Math.abs(lat) > 90)
	);
}

/** Does a ring of it cross itself, or enclose nothing? To touch itself is no crossing. */
export function isCrossing(border: Border): boolean {
	const rings = ringsOf(border);
	return rings.length === 0 || rings.some((ring) => areaOf(ring) === 0 || crossesItself(ring));
}

/** The area of a ring in square degrees, whichever way round it goes (shoelace formula). */
export function areaOf(ring: Ring): number {
	let sum = 0;
	// by the first point, so that small rings far from zero keep their digits
	const [x0 = 0, y0 = 0] = ring[0] ?? [];
	for (let index = 0; index < ring.length; index++) {
		const [x1 = 0, y1 = 0] = ring[index] ?? [];
		const [x2 = 0, y2 = 0] = ring[(index + 1) % ring.length] ?? [];
		sum += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
	}
	return Math.abs(sum) / 2;
}

type Segment = { ax: number; ay: number; bx: number; by: number; from: number; to: number };

/** Sweeps over the segments from west to east, so that only those beside each other are compared. */
function crossesItself(ring: Ring): boolean {
	const segments = ring
		.map((point, index): Segment => {
			const [ax = 0, ay = 0] = point;
			const [bx = 0, by = 0] = ring[(index + 1) % ring.length] ?? [];
			return { ax, ay, bx, by, from: Math.min(ax, bx), to: Math.max(ax, bx) };
		})
		.sort((a, b) => a.from - b.from);
	let open: Segment[] = [];
	for (const segment of segments) {
		open = open.filter(({ to }) => to > segment.from);
		if (open.some((other) => cross(segment, other))) return true;
		open.push(segment);
	}
	return false;
}

/** Do both lie with an end on either side of the other? */
function cross(a: Segment, b: Segment): boolean {
	return (
		side(a, b.ax, b.ay) * side(a, b.bx, b.by) < 0 && side(b, a.ax, a.ay) * side(b, a.bx, a.by) < 0
	);
}

function side({ ax, ay, bx, by }: Segment, x: number, y: number): number {
	return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}
