/** The middle of a shape in GeoJSON. */

type Position = [number, number];
type Ring = Position[];

/**
 * Longitude and latitude of the middle of a Point, Polygon or MultiPolygon, with five digits behind the point (a metre):
 * the centroid of all outer borders, each by its area (Bourke, Calculating the area and centroid of a polygon, 1988).
 * Undefined for anything else, and for a shape without area.
 */
export function centreOf(shape: unknown): Position | undefined {
	const { type, coordinates } = (shape ?? {}) as { type?: string; coordinates?: unknown };
	if (type === 'Point') return rounded(coordinates as Position);
	const rings =
		type === 'Polygon'
			? [(coordinates as Ring[])[0]]
			: type === 'MultiPolygon'
				? (coordinates as Ring[][]).map(([outer]) => outer)
				: [];
	const sum = { area: 0, x: 0, y: 0 };
	for (const ring of rings) {
		const { area, x, y } = weigh(ring ?? []);
		// a border may run either way round
		const sign = Math.sign(area);
		sum.area += sign * area;
		sum.x += sign * x;
		sum.y += sign * y;
	}
	if (!(sum.area > 0)) return undefined;
	return rounded([sum.x / (3 * sum.area), sum.y / (3 * sum.area)]);
}

/** Twice the signed area of a border and its moments, seen from its first corner so that no digit is lost. */
function weigh(ring: Ring): { area: number; x: number; y: number } {
	const [left = 0, low = 0] = ring[0] ?? [];
	const sum = { area: 0, x: 0, y: 0 };
	for (let at = 0; at + 1 < ring.length; at++) {
		const [x1 = 0, y1 = 0] = ring[at] ?? [];
		const [x2 = 0, y2 = 0] = ring[at + 1] ?? [];
		const cross = (x1 - left) * (y2 - low) - (x2 - left) * (y1 - low);
		sum.area += cross;
		sum.x += (x1 + x2 - 2 * left) * cross;
		sum.y += (y1 + y2 - 2 * low) * cross;
	}
	return { area: sum.area, x: sum.x + 3 * left * sum.area, y: sum.y + 3 * low * sum.area };
}

function rounded([x, y]: Position): Position {
	return [Math.round(x * 1e5) / 1e5, Math.round(y * 1e5) / 1e5];
}
