/** The list of faults names each of them, and only tests that are there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const rows = readFileSync(join(root, 'docs/faults.md'), 'utf8')
	.split('\n')
	.filter((line) => /^\| F\d/.test(line))
	.map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));

it('the list of faults has each from F1 to F47 once, in order', () => {
	const wanted = Array.from({ length: 47 }, (_, at) => `F${at + 1}`);
	expect(rows.map(([fault]) => fault)).toEqual(wanted);
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
