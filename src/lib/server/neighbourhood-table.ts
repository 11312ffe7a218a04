/** Neighbourhoods in lines: one name per line, or a table with or without a header. */
import { CsvError, parse } from 'csv-parse/sync';
import type { ListEntry, ListProblem } from './neighbourhood-list.ts';

/** What cities call the column with the name, in their languages; GeoJSON files use the same words. */
const nameWords = ['name', 'nom', 'nombre', 'nome', 'naam', 'الاسم'];
const placeWords = [
	'neighbourhood',
	'neighborhood',
	'barrio',
	'barri',
	'bairro',
	'quartier',
	'quartiere',
	'buurt',
	'wijk',
	'distrito',
	'districte',
	'district',
	'label'
];
const idWords = ['id', 'code', 'codi', 'codigo', 'código', 'codice', 'slug'];

/** Which of these labels names the neighbourhood: just such a word, else one among others (`NOM_BARRI`); -1 if none. */
export function nameIndex(labels: string[]): number {
	const exact = labels.findIndex((label) => [...nameWords, ...placeWords].includes(plain(label)));
	// never split at spaces: "Barrio del Pilar" on the first line is a neighbourhood
	const parts = (label: string) => plain(label).split('_');
	const isPart = (label: string) => parts(label).some((part) => nameWords.includes(part));
	return exact >= 0 ? exact : labels.findIndex(isPart);
}

/** Which of these labels is its id; -1 if none. */
export function idIndex(labels: string[]): number {
	return labels.findIndex((label) => idWords.includes(plain(label)));
}

function plain(label: string): string {
	return label.trim().toLowerCase();
}

/** The entries of a text in lines; empty lines are skipped. */
export function readTable(text: string): ListEntry[] | ListProblem {
	const delimiter = delimiterOf(text);
	const lines = delimiter ? readCsv(text, delimiter) : readLines(text);
	if (!Array.isArray(lines)) return lines;
	const [header = { cells: [] }] = lines;
	const nameAt = nameIndex(header.cells);
	const idAt = idIndex(header.cells);
	const rows = nameAt >= 0 ? lines.slice(1) : lines;
	return rows.map(({ cells, row }) => {
		const id = nameAt >= 0 && idAt >= 0 ? cells[idAt]?.trim() : undefined;
		const name = (cells[Math.max(nameAt, 0)] ?? '').trim();
		return { row, name, ...(id && { id }) };
	});
}

type Line = { cells: string[]; row: number };

/** A comma makes a table only where there is a header or a quote: `Salamanca, Goya` may be one typed name. */
function delimiterOf(text: string): string | undefined {
	const [first = ''] = text.split('\n');
	const delimiter = [';', '\t', ','].find((sign) => first.includes(sign));
	if (delimiter && delimiter !== ',') return delimiter;
	return nameIndex(first.split(',')) >= 0 || text.includes('"') ? ',' : undefined;
}

function readLines(text: string): Line[] {
	return text
		.split(/\r\n?|\n/)
		.map((line, index) => ({ cells: [line], row: index + 1 }))
		.filter(({ cells: [line = ''] }) => line.trim() !== '');
}

function readCsv(text: string, delimiter: string): Line[] | ListProblem {
	try {
		const options = { delimiter, relax_column_count: true, skip_empty_lines: true, info: true };
		const read = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
		return read.map(({ record, info }) => ({ cells: record, row: info.lines }));
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		return { code: 'broken-quote', row: Number(error['lines'] ?? 1) };
	}
}
