// What docs/exports.md says of the files: the columns of each, and every address that gives one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const blocks = readFileSync(join(import.meta.dirname, '../../docs/exports.md'), 'utf8').split(
	'\n\n'
);

/** By kind of file, the names in the first cells of its table. */
export const documentedColumns = new Map(
	blocks
		.filter((block) => /^\| [\w ,]+ +\| means/.test(block))
		.map((table) => {
			const [head = '', , ...rows] = table.split('\n').map((line) => line.split('|')[1] ?? '');
			return [head.trim(), rows.flatMap(namesIn)] as const;
		})
);

/** The addresses in the first cells of the tables of addresses. */
export const documentedAddresses = blocks
	.filter((block) => block.startsWith('| address'))
	.flatMap((table) => table.split('\n').slice(2))
	.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
	.map(([, address = '']) => address);

function namesIn(cell: string): string[] {
	return [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
}
