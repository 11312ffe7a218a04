/** Files that leave the city: what no program that opens them can be made to run, and what nobody can learn from them. */
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { centreOf } from '../../src/lib/domain/centre.ts';
import { csvOf } from '../../src/lib/domain/csv.ts';
import type { Cell, ExportTable } from '../../src/lib/domain/export.ts';
import { hideFew, kindOf } from '../../src/lib/server/exports/hide-few.ts';
import { inBatches, rowsAtOnce } from '../../src/lib/server/exports/batches.ts';
import { csvPieces } from '../../src/lib/server/exports/csv.ts';
import { geoJson, jsonLines } from '../../src/lib/server/exports/json.ts';
import { xlsxPieces } from '../../src/lib/server/exports/xlsx.ts';
import { readWorkbook, unzip } from '../integration/read-workbook.ts';
import { formulas } from '../integration/formulas.ts';

const columns = ['a', 'place', 'c'];

function tableOf(rows: Cell[][]): ExportTable {
	async function* some() {
		for (const row of rows) yield [row];
	}
	return { columns, rows: some() };
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
	return (await Array.fromAsync(pieces)).join('');
}

async function workbookOf(table: ExportTable): Promise<Buffer> {
	return Buffer.concat(await Array.fromAsync(xlsxPieces(table)));
}

const cell = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string(),
	fc.integer(),
	fc.boolean(),
	fc.constant(null),
	fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
);
const rowsOfCells = fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 });

describe('a CSV file', () => {
	it('gives each text back as it was, apart from the apostrophes before what would be a formula', async () => {
		await fc.assert(
			fc.asyncProperty(rowsOfCells, async (rows) => {
				const text = await textOf(csvPieces(tableOf(rows)));
				const read: string[][] = parse(text, { bom: true });
				const plain = (value: Cell) =>
					value instanceof Date ? value.toISOString() : String(value ?? '');
				const bare = (value: string) => value.replaceAll("'", '').replace(/\r\n?/g, '\n');
				expect(read.map((row) => row.map(bare))).toEqual(
					[columns, ...rows].map((row) => row.map((value) => bare(plain(value))))
				);
			})
		);
	});

	it.each(formulas)('holds no formula, however a spreadsheet cuts it: %j', async (text) => {
		const file = (await textOf(csvPieces(tableOf([[text, 'x', 'y']])))).slice(1);
		// the lists that are no exports have names in them too
		expect(csvOf([columns, [text, 'x', 'y']]).slice(1)).toBe(file);
		// a cut at commas as written, at semicolons as in most of Europe, and at every tab and line's end
		for (const delimiter of [',', ';', '\t']) {
			for (const quote of ['"', null]) {
				const cells = (
					parse(file, {
						delimiter,
						quote,
						relax_column_count: true,
						relax_quotes: true
					}) as string[][]
				).flat();
				const cut = quote ? cells : cells.flatMap((each) => each.split(/[\r\n]/));
				// behind a comma a quotation mark is text, or the file was not cut as it is written
				const opening = delimiter === ',' ? /^[\s\p{Cf}]*/u : /^[\s"\p{Cf}]*/u;
				const starts = cut.map((each) => each.replace(opening, ''));
				expect(starts.filter((each) => /^[=+\-@＝＋－＠]/.test(each))).toEqual([]);
			}
		}
	});
});

describe('a workbook', () => {
	it('gives each cell back as it was and as what it was', async () => {
		const sound = fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.constantFrom('_x0041_', '_x005F_x0041_', ' a ', '\r\n\t', '<&>"\'', ']]>')
		);
		await fc.assert(
			fc.asyncProperty(fc.array(fc.tuple(sound, fc.integer(), fc.boolean())), async (rows) => {
				const [sheet = []] = readWorkbook(await workbookOf(tableOf(rows)));
				expect(sheet.slice(1)).toEqual(
					rows.map(([text, number, yes]) => [
						text === '' ? { type: 'empty', value: '' } : { type: 'text', value: text },
						{ type: 'number', value: String(number) },
						{ type: 'boolean', value: String(Number(yes)) }
					])
				);
			})
		);
	});

	it('writes an instant as the day that spreadsheets count', async () => {
		const rows = [[new Date('2026-03-01T12:00:00Z'), null, null]];
		const [sheet = []] = readWorkbook(await workbookOf(tableOf(rows)));
		expect(sheet[1]?.[0]).toEqual({ type: 'instant', value: '46082.5' });
	});

	it('is sound XML whatever somebody wrote', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
				const files = unzip(await workbookOf(tableOf([[text, null, null]])));
				const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
				expect(sheet).not.toMatch(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
				expect(sheet.match(/<[^>]*>/g)?.at(-1)).toBe('</worksheet>');
			})
		);
	});

	it.each(formulas)('has only text where somebody wrote a formula: %j', async (text) => {
		const archive = await workbookOf(tableOf([[text, null, null]]));
		expect(readWorkbook(archive)[0]?.[1]?.[0]?.type).toBe('text');
		for (const part of unzip(archive).values()) expect(part).not.toMatch(/<f[ >]|externalLink/);
	});
});

describe('JSON', () => {
	it('has an object with all columns in each line', async () => {
		const lines = await textOf(jsonLines(tableOf([['x\n', null, 3]])));
		expect(lines).toBe('{"a":"x\\n","place":null,"c":3}\n');
	});

	it.each([0, 1, 3])(
		'of %i rows as GeoJSON is sound, each at the middle of its place',
		async (count) => {
			const rows = Array.from({ length: count }, (_, at) => [at, at ? 'centro' : null, 'c']);
			const text = await textOf(geoJson(tableOf(rows), new Map([['centro', [-3.7, 40.4]]])));
			const { features } = JSON.parse(text);
			expect(features).toEqual(
				rows.map(([a, place, c]) => ({
					type: 'Feature',
					geometry: place ? { type: 'Point', coordinates: [-3.7, 40.4] } : null,
					properties: { a, place, c }
				}))
			);
		}
	);
});

describe('the middle of a shape', () => {
	const square = (x: number, y: number, size: number) => [
		...[
			[x, y],
			[x + size, y],
			[x + size, y + size],
			[x, y + size],
			[x, y]
		]
	];
	const cases: [string, unknown, unknown][] = [
		['a point', { type: 'Point', coordinates: [1.234567, 2] }, [1.23457, 2]],
		['a square', { type: 'Polygon', coordinates: [square(-4, 40, 2)] }, [-3, 41]],
		[
			'one that runs the other way round',
			{ type: 'Polygon', coordinates: [square(0, 0, 2).reverse()] },
			[1, 1]
		],
		[
			'two of unlike size',
			{ type: 'MultiPolygon', coordinates: [[square(0, 0, 1)], [square(9, 0, 3)]] },
			[9.5, 1.4]
		],
		[
			'a line without area',
			{
				type: 'Polygon',
				coordinates: [
					[
						[0, 0],
						[1, 1],
						[0, 0]
					]
				]
			},
			undefined
		],
		['nothing', null, undefined],
		['something else', { type: 'LineString', coordinates: [[0, 0]] }, undefined]
	];
	it.each(cases)('of %s', (_, shape, centre) => expect(centreOf(shape)).toEqual(centre));
});

describe('what is published', () => {
	const kinds = fc.array(
		fc.record({
			month: fc.constantFrom('2026-01', '2026-02', '2026-03'),
			place: fc.constantFrom('centro', 'norte', null),
			lang: fc.constantFrom('es', 'ar', 'ca')
		}),
		{ maxLength: 60 }
	);

	it('never shows circumstances that fewer than five needs share', () => {
		fc.assert(
			fc.property(kinds, (needs) => {
				const counts = new Map<string, { kind: (typeof needs)[number]; count: number }>();
				for (const kind of needs) {
					const count = (counts.get(kindOf(kind))?.count ?? 0) + 1;
					counts.set(kindOf(kind), { kind, count });
				}
				const shown = hideFew(counts);
				const seen = needs.flatMap((need) => {
					const told = shown.get(kindOf(need));
					return told ? [JSON.stringify(told)] : [];
				});
				for (const group of Map.groupBy(seen, (each) => each).values())
					expect(group.length).toBeGreaterThanOrEqual(5);
				// and nobody is left out without need
				expect(needs.length - seen.length).toBeLessThan(5);
			})
		);
	});
});

it('asks for no more rows than somebody wants to have, and for none behind the last', async () => {
	let asked = 0;
	const all = Array.from({ length: rowsAtOnce + 1 }, (_, number) => number);
	const rows = inBatches(
		(last?: number) => {
			asked++;
			const from = last === undefined ? 0 : last + 1;
			return Promise.resolve(all.slice(from, from + rowsAtOnce));
		},
		(number) => (number % 2 ? [number] : undefined)
	);
	await rows.next();
	expect(asked).toBe(1);
	expect((await Array.fromAsync(rows)).flat()).toHaveLength(0);
	expect(asked).toBe(2);
});
