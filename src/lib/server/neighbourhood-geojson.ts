/** Neighbourhoods in GeoJSON (RFC 7946): a FeatureCollection whose features have a name. */
import * as v from 'valibot';
import { isCrossing, isProjected, type Border } from './border-check.ts';
import { simplifyBorders } from './borders.ts';
import type { ListEntry, ListProblem } from './neighbourhood-list.ts';
import { idIndex, nameIndex } from './neighbourhood-table.ts';

const position = v.pipe(v.array(v.number()), v.minLength(2), v.maxLength(4));
const ring = v.array(position);
const geometrySchema = v.variant('type', [
	v.object({ type: v.literal('Point'), coordinates: position }),
	v.object({ type: v.literal('Polygon'), coordinates: v.array(ring) }),
	v.object({ type: v.literal('MultiPolygon'), coordinates: v.array(v.array(ring)) })
]);

/** The names under which degrees in WGS 84 go, in files that are older than RFC 7946. */
const inDegrees = /CRS:?84$|EPSG:(?:[\d.]*:)?4326$/i;

const collectionSchema = v.object({
	type: v.literal('FeatureCollection'),
	crs: v.nullish(v.object({ properties: v.object({ name: v.string() }) })),
	features: v.array(
		v.object({
			id: v.optional(v.union([v.string(), v.number()])),
			properties: v.nullable(v.record(v.string(), v.unknown())),
			geometry: v.nullable(geometrySchema)
		})
	)
});

/** The entries of a GeoJSON text; their shapes are areas only, with borders simplified together. */
export function readGeoJson(text: string): ListEntry[] | ListProblem {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return { code: 'broken-json' };
	}
	const read = v.safeParse(collectionSchema, value);
	if (!read.success) return { code: 'no-features' };
	const { crs, features } = read.output;
	const shapes = features.map(({ geometry }) => borderOf(geometry));
	const problem = problemOf(features, shapes, crs?.properties.name);
	if (problem) return problem;
	const simple = simplifyBorders(shapes.filter((shape) => shape !== undefined));
	return features.map(({ id, properties }, index) => {
		const own = id ?? propertyOf(properties, idIndex);
		const shape = shapes[index] && simple.shift();
		return {
			row: index + 1,
			name: propertyOf(properties, nameIndex) ?? '',
			...(own !== undefined && { id: String(own).toLowerCase() }),
			...(shape && { shape })
		};
	});
}

type Geometry = v.InferOutput<typeof geometrySchema> | null;

function borderOf(geometry: Geometry): Border | undefined {
	return geometry === null || geometry.type === 'Point' ? undefined : geometry;
}

function problemOf(
	features: { geometry: Geometry }[],
	shapes: (Border | undefined)[],
	projection: string | undefined
): ListProblem | undefined {
	const drawn = shapes.filter((shape) => shape !== undefined);
	if (drawn.length === 0 && features.some(({ geometry }) => geometry !== null)) {
		return { code: 'no-polygons' };
	}
	if ((projection && !inDegrees.test(projection)) || drawn.some(isProjected)) {
		return { code: 'projection' };
	}
	const crossing = shapes.findIndex((shape) => shape && isCrossing(shape));
	return crossing < 0 ? undefined : { code: 'crossing', row: crossing + 1 };
}

function propertyOf(
	properties: Record<string, unknown> | null,
	indexIn: (labels: string[]) => number
): string | undefined {
	const entries = Object.entries(properties ?? {});
	const found = entries[indexIn(entries.map(([label]) => label))]?.[1];
	return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
