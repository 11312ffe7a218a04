// Every way into the pages of the staff: each route that is built, opened, and with each of its forms.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { doors } from '../../src/lib/server/authorize.ts';
import { pages, type Answer, type Browser, type PageModule } from './staff-browser.ts';

const folder = join(import.meta.dirname, '../../src/routes/staff');

/** Each route that is built under /staff. */
export const routes = [
	...new Set(
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((name) => /\+(page|server)[.\w]*$/.test(name))
			.map((name) => `/staff/${name}`.replace(/\/\+.*$/, ''))
	)
].sort();

/** Those that are not for anybody. */
export const forSomebody = routes.filter((route) => doors[route] !== 'anybody');

export interface Way {
	/** As the table of narrower rights names it. */
	name: string;
	/** Its address, of something that does not exist. */
	path: string;
	/** Is something posted? */
	isPosted: boolean;
	go: (browser: Browser) => Promise<Answer>;
}

/** Opening a page, and each of its forms. */
export async function waysInto(route: string): Promise<Way[]> {
	const path = route
		.replace('[position]', '0')
		.replace(/\[\w+\]/g, () => '0199aaaa-0000-7000-8000-000000000000');
	const module = ((await pages[route]?.()) ?? {}) as PageModule;
	const opened = {
		name: route,
		path,
		isPosted: false,
		go: (browser: Browser) => browser.open(path)
	};
	const posted = (name: string, form: string) => ({
		name,
		path: `${path}${form}`,
		isPosted: true,
		go: (browser: Browser) => browser.post(`${path}${form}`)
	});
	const forms = Object.keys(module.actions ?? {}).map((name) =>
		name === 'default' ? '' : `?/${name}`
	);
	return [
		...(module.POST && !module.GET ? [] : [opened]),
		...(module.POST ? [posted(`${route} POST`, '')] : []),
		...forms.map((form) => posted(`${route}${form}`, form))
	];
}

/** Each form of a page by its name in the table of narrower rights; the one without a name by that of its page. */
export async function formsOf(route: string): Promise<string[]> {
	const module = ((await pages[route]?.()) ?? {}) as PageModule;
	const forms = Object.keys(module.actions ?? {}).map((name) =>
		name === 'default' ? route : `${route}?/${name}`
	);
	return [...forms, ...(module.POST ? [`${route} POST`] : [])];
}
