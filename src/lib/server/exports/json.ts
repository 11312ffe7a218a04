/** A table as JSON: a line for each row, or GeoJSON with each row at the centre of its neighbourhood. */
import type { Cell, ExportTable } from '../../domain/export.ts';

/** One object in each line; its members are the columns, in their order. */
export async function* jsonLines({ columns, rows }: ExportTable): AsyncGenerator<string> {
	for await (const some of rows) {
		yield some.map((row) => `${JSON.stringify(objectOf(columns, row))}\n`).join('');
	}
}

/**
 * A FeatureCollection (RFC 7946). A row has the point of its column `place`, or none where that neighbourhood has no
 * shape: where exactly somebody was is known to nobody.
 * @param centres longitude and latitude by neighbourhood
 */
export async function* geoJson(
	{ columns, rows }: ExportTable,
	centres: Map<string, [number, number]>
): AsyncGenerator<string> {
	const place = columns.indexOf('place');
	yield '{"type":"FeatureCollection","features":[';
	let between = '\n';
	for await (const some of rows) {
		const features = some.map((row) => {
			const coordinates = centres.get(String(row[place]));
			const geometry = coordinates ? { type: 'Point', coordinates } : null;
			return JSON.stringify({ type: 'Feature', geometry, properties: objectOf(columns, row) });
		});
		yield between + features.join(',\n');
		between = ',\n';
	}
	yield '\n]}\n';
}

function objectOf(columns: readonly string[], row: Cell[]): Record<string, Cell> {
	return Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]));
}
