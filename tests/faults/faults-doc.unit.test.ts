/** The list of faults names each of them, and only tests that are there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const rows = readFileSync(join(root, 'docs/faults.md'), 'utf8')
	.split('\n')
	.filter((line) => /^\| [FD]\d/.test(line))
	.map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));

const numbered = (letter: string, many: number) =>
	Array.from({ length: many }, (_, at) => `${letter}${at + 1}`);

it('the list has each fault from F1 to F47, and each bad day of a session, once and in order', () => {
	expect(rows.map(([number]) => number)).toEqual([...numbered('F', 47), ...numbered('D', 17)]);
});

it.each(rows)('%s says what must hold, and by which tests, which are there', (...cells) => {
	expect(cells).toHaveLength(4);
	const [, , holds = '', shown = ''] = cells;
	expect(holds.length).toBeGreaterThan(10);
	const named = [...shown.matchAll(/`(tests\/[^`]+)`((?:[:,] “[^”]+”)*)/g)];
	// where nothing is named it is said why
	if (named.length === 0) expect(shown).toMatch(/^Not shown: .{20}/);
	for (const [, file = '', names = ''] of named) {
		expect(existsSync(join(root, file)), file).toBe(true);
		const text = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'");
		for (const [, name] of names.matchAll(/“([^”]+)”/g)) expect(text).toContain(name);
	}
});
