/** Neighbourhoods in GeoJSON (RFC 7946): a FeatureCollection whose features have a name. */
import * as v from 'valibot';
import type { ListEntry, ListProblem } from './neighbourhood-list.ts';
import { idIndex, nameIndex } from './neighbourhood-table.ts';

const position = v.pipe(v.array(v.number()), v.minLength(2), v.maxLength(4));
const ring = v.array(position);
const geometrySchema = v.variant('type', [
	v.object({ type: v.literal('Point'), coordinates: position }),
	v.object({ type: v.literal('Polygon'), coordinates: v.array(ring) }),
	v.object({ type: v.literal('MultiPolygon'), coordinates: v.array(v.array(ring)) })
]);

const collectionSchema = v.object({
	type: v.literal('FeatureCollection'),
	features: v.array(
		v.object({
			id: v.optional(v.union([v.string(), v.number()])),
			properties: v.nullable(v.record(v.string(), v.unknown())),
			geometry: v.nullable(geometrySchema)
		})
	)
});

/** The entries of a GeoJSON text. */
export function readGeoJson(text: string): ListEntry[] | ListProblem {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return { code: 'broken-json' };
	}
	const read = v.safeParse(collectionSchema, value);
	if (!read.success) return { code: 'no-features' };
	return read.output.features.map(({ id, properties, geometry }, index) => {
		const own = id ?? propertyOf(properties, idIndex);
		return {
			row: index + 1,
			name: propertyOf(properties, nameIndex) ?? '',
			...(own !== undefined && { id: String(own).toLowerCase() }),
			...(geometry && { shape: geometry })
		};
	});
}

function propertyOf(
	properties: Record<string, unknown> | null,
	indexIn: (labels: string[]) => number
): string | undefined {
	const entries = Object.entries(properties ?? {});
	const found = entries[indexIn(entries.map(([label]) => label))]?.[1];
	return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
