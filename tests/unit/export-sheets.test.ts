/** A sheet of a workbook holds only so many rows; a city that has more needs than that gets all of them all the same. */
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/lib/domain/export.ts';
import { xlsxPieces } from '../../src/lib/server/exports/xlsx.ts';
import { readWorkbook, unzip } from '../integration/read-workbook.ts';

const columns = ['number', 'words'];

/** So many rows, as the database gives them: some at a time. */
async function workbookOf(count: number, { mostRows = 5, atOnce = 3 } = {}): Promise<Buffer> {
	const rows = Array.from({ length: count }, (_, at): Cell[] => [at + 1, `need ${at + 1}`]);
	async function* some() {
		for (let from = 0; from < count; from += atOnce) yield rows.slice(from, from + atOnce);
	}
	const pieces = await Array.fromAsync(xlsxPieces({ columns, rows: some() }, mostRows));
	return Buffer.concat(pieces);
}

const valuesIn = (archive: Buffer) =>
	readWorkbook(archive).map((sheet) => sheet.map((row) => row.map(({ value }) => value)));

describe('a workbook of more rows than a sheet holds', () => {
	it.each([0, 1, 3, 4, 5, 8, 9, 11, 12])(
		'has each of %i rows once and in order, under headings on every sheet',
		async (count) => {
			for (const atOnce of [1, 3, 4, 100]) {
				const sheets = valuesIn(await workbookOf(count, { atOnce }));
				const full = Math.max(1, Math.ceil(count / 4));
				expect(sheets.map((sheet) => sheet[0])).toEqual(Array(full).fill(columns));
				for (const sheet of sheets) expect(sheet.length).toBeLessThanOrEqual(5);
				expect(sheets.flatMap((sheet) => sheet.slice(1))).toEqual(
					Array.from({ length: count }, (_, at) => [String(at + 1), `need ${at + 1}`])
				);
			}
		}
	);

	it('names each sheet where a program looks for them', async () => {
		const files = unzip(await workbookOf(9));
		const sheets = ['sheet1', 'sheet2', 'sheet3'].map((name) => `worksheets/${name}.xml`);
		for (const sheet of sheets) {
			expect(files.get('xl/_rels/workbook.xml.rels')).toContain(`Target="${sheet}"`);
			expect(files.get('[Content_Types].xml')).toContain(`PartName="/xl/${sheet}"`);
		}
		expect(files.get('xl/workbook.xml')?.match(/<sheet name="Plaza \d"/g)).toHaveLength(3);
		expect([...files.keys()].filter((name) => name.startsWith('xl/worksheets/'))).toHaveLength(3);
	});

	it('has as many rows on a sheet as the format allows, unless it is told otherwise', async () => {
		const rows = Array.from({ length: 1_048_576 }, (): Cell[] => [1]);
		async function* all() {
			yield rows;
		}
		const [first, second] = [
			...unzip(Buffer.concat(await Array.fromAsync(xlsxPieces({ columns: ['a'], rows: all() }))))
		]
			.filter(([name]) => name.startsWith('xl/worksheets/'))
			.map(([, sheet]) => sheet.split('<row>').length - 1);
		expect([first, second]).toEqual([1_048_576, 2]);
	});
});
