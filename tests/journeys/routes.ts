/** The pages of the app as their files say, so that no test has to be told of a new one. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const routes = join(import.meta.dirname, '../../src/routes');

/** The routes of a folder that have a page, without a slash at their ends: `''`, `/settings`, `/needs/[id]`. */
export function routesIn(folder: string): string[] {
	return readdirSync(join(routes, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('+page.svelte'))
		.map((name) => `/${name.replace(/\/?\+page\.svelte$/, '')}`.replace(/\/$/, ''))
		.sort();
}

/** Those of them that need no id. */
export function pagesIn(folder: string): string[] {
	return routesIn(folder).filter((route) => !route.includes('['));
}
