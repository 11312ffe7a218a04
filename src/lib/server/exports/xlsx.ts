/** A table as a workbook (ECMA-376), in pieces. Text stands in it as text: there is no formula in the file. */
import type { Cell, ExportTable } from '../../domain/export.ts';
import { zipPieces, type ZippedFile } from './zip.ts';

/** Excel's own limit of rows in a sheet, the heading among them. */
const rowsInSheet = 1_048_576;
/** Well under what a zip can hold. */
const mostLetters = 1_500_000_000;
/** Excel's own limit of a cell. */
const longestCell = 32_767;

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const ofSheets = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Two styles: as it is, and an instant. */
const styles = `${declaration}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/**
 * The table as a workbook; what is more than a sheet holds goes on in a further one. Instants are in UTC.
 * @param mostRows so many rows a sheet holds, its heading among them: at least two
 */
export function xlsxPieces(table: ExportTable, mostRows = rowsInSheet): AsyncGenerator<Uint8Array> {
	return zipPieces(filesOf(table, mostRows));
}

/** The rows that are still to be written. */
interface Left {
	rows: Cell[][];
	isEnded: boolean;
}

async function* filesOf(
	{ columns, rows }: ExportTable,
	mostRows: number
): AsyncGenerator<ZippedFile> {
	const source = rows[Symbol.asyncIterator]();
	const left: Left = { rows: [], isEnded: false };
	let sheets = 0;
	try {
		do {
			sheets++;
			yield {
				name: `xl/worksheets/sheet${sheets}.xml`,
				pieces: sheetPieces(columns, source, left, mostRows)
			};
		} while (await hasMore(left, source));
	} finally {
		await source.return?.();
	}
	yield { name: 'xl/styles.xml', pieces: [styles] };
	yield { name: 'xl/workbook.xml', pieces: [workbook(sheets)] };
	yield { name: 'xl/_rels/workbook.xml.rels', pieces: [workbookParts(sheets)] };
	yield {
		name: '_rels/.rels',
		pieces: [relationships([[`${office}/officeDocument`, 'xl/workbook.xml']])]
	};
	yield { name: '[Content_Types].xml', pieces: [contentTypes(sheets)] };
}

/** Is a row left? Takes the next ones where those that were taken are written. */
async function hasMore(left: Left, source: AsyncIterator<Cell[][]>): Promise<boolean> {
	while (left.rows.length === 0 && !left.isEnded) {
		const next = await source.next();
		if (next.done) left.isEnded = true;
		else left.rows = next.value;
	}
	return left.rows.length > 0;
}

/** One sheet with its heading; what does not fit stays in `left` for the next. */
async function* sheetPieces(
	columns: readonly string[],
	source: AsyncIterator<Cell[][]>,
	left: Left,
	mostRows: number
): AsyncGenerator<string> {
	const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
	yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetData>${rowOf([...columns])}`;
	let written = 1;
	let letters = 0;
	while (written < mostRows && letters < mostLetters && (await hasMore(left, source))) {
		const some = left.rows.splice(0, mostRows - written);
		const piece = some.map(rowOf).join('');
		written += some.length;
		letters += piece.length;
		yield piece;
	}
	yield '</sheetData></worksheet>';
}

function rowOf(cells: Cell[]): string {
	return `<row>${cells.map(cellOf).join('')}</row>`;
}

function cellOf(cell: Cell): string {
	if (cell === null || cell === '') return '<c/>';
	if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
	if (typeof cell === 'boolean') return `<c t="b"><v>${Number(cell)}</v></c>`;
	// days since 30 December 1899
	if (cell instanceof Date) return `<c s="1"><v>${cell.getTime() / 86_400_000 + 25_569}</v></c>`;
	return `<c t="inlineStr"><is><t xml:space="preserve">${textOf(cell)}</t></is></c>`;
}

/** Text as XML may hold it. `_x0041_` would be read as the character of that number, so its first sign is written so. */
function textOf(text: string): string {
	return text
		.slice(0, longestCell)
		.toWellFormed()
		.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
		.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\r', '&#13;');
}

function numbered(sheets: number): number[] {
	return Array.from({ length: sheets }, (_, at) => at + 1);
}

function workbook(sheets: number): string {
	const list = numbered(sheets).map(
		(n) => `<sheet name="Plaza ${n}" sheetId="${n}" r:id="rId${n}"/>`
	);
	return `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list.join('')}</sheets></workbook>`;
}

function workbookParts(sheets: number): string {
	return relationships([
		...numbered(sheets).map((n): [string, string] => [
			`${office}/worksheet`,
			`worksheets/sheet${n}.xml`
		]),
		[`${office}/styles`, 'styles.xml']
	]);
}

function relationships(list: [type: string, target: string][]): string {
	const parts = list.map(
		([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`
	);
	return `${declaration}<Relationships xmlns="${packages}/relationships">${parts.join('')}</Relationships>`;
}

function contentTypes(sheets: number): string {
	const parts = [
		['/xl/workbook.xml', `${ofSheets}.sheet.main+xml`],
		['/xl/styles.xml', `${ofSheets}.styles+xml`],
		...numbered(sheets).map((n) => [`/xl/worksheets/sheet${n}.xml`, `${ofSheets}.worksheet+xml`])
	].map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`);
	return `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${parts.join('')}</Types>`;
}
