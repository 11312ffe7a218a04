/** Whatever gives a file or data is written down: docs/exports.md names each address that is built, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentedAddresses } from '../integration/documented-columns.ts';

const routes = join(import.meta.dirname, '../../src/routes');

/** The addresses of all doors that can be opened and are no pages. */
const built = readdirSync(routes, { recursive: true, encoding: 'utf8' })
	.filter((path) => /(^|\/)\+server\.ts$/.test(path))
	.filter((path) =>
		/export (const|async function|function) GET\b/.test(readFileSync(join(routes, path), 'utf8'))
	)
	.map((path) => `/${path.replace(/\/\+server\.ts$/, '').replace(/=\w+\]/g, ']')}`);

it('every address that gives a file or data is documented once, and there is none that is not built', () => {
	expect(built.length).toBeGreaterThan(40);
	expect(documentedAddresses.toSorted()).toEqual(built.toSorted());
});
