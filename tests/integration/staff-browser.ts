// A browser in front of the staff pages without a network: cookies, forms and redirects through the same guard, loads and
// actions as the server's.
import {
	isActionFailure,
	isHttpError,
	isRedirect,
	type Cookies,
	type RequestEvent
} from '@sveltejs/kit';
import { authorize, staffOf } from '../../src/lib/server/authorize.ts';
import type { StaffMember } from '../../src/lib/server/staff.ts';

/** What a browser says that shows the answer to somebody. */
const asAPage = { accept: 'text/html' };

type Action = (event: RequestEvent) => unknown;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type PageModule = { load?: Action; actions?: Record<string, Action> } & {
	[method in Method]?: Action;
};

const servers = import.meta.glob([
	'../../src/routes/staff/**/+page.server.ts',
	'../../src/routes/staff/**/+server.ts'
]);
const bare = Object.keys(import.meta.glob('../../src/routes/staff/**/+page.svelte'));

/** What the server does for each page that is built under /staff, by its route. */
export const pages: Record<string, () => Promise<unknown>> = Object.fromEntries([
	...bare.map((path) => [routeOfFile(path), () => Promise.resolve({})] as const),
	...Object.entries(servers).map(([path, open]) => [routeOfFile(path), open] as const)
]);

export interface Answer {
	status: number;
	location?: string;
	/** What a load gives to its page, or an action to its form. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows its page
	data?: any;
	/** The cookies that this answer sets, with their flags. */
	cookies: { name: string; value: string; path: string; secure?: boolean; httpOnly?: boolean }[];
}

export type Browser = ReturnType<typeof openBrowser>;

/** @param as who is signed in with it, whatever its cookies say */
export function openBrowser({
	origin = 'https://plaza.test',
	address = '192.0.2.1',
	as = undefined as StaffMember | undefined
} = {}) {
	const jar = new Map<string, string>();

	async function ask(
		path: string,
		form?: FormData | Record<string, string>,
		headers: Record<string, string> = {},
		isDataRequest = false
	): Promise<Answer> {
		const url = new URL(path, origin);
		const { id, params } = routeOf(url.pathname);
		const set: Answer['cookies'] = [];
		const event = {
			url,
			params,
			route: { id },
			locals: {},
			isDataRequest,
			request: requestFor(url, jar, form, headers),
			getClientAddress: () => address,
			setHeaders: () => undefined,
			cookies: {
				get: (name: string) => jar.get(name),
				set: (name: string, value: string, options: Parameters<Cookies['set']>[2]) => {
					if (options.maxAge === 0) jar.delete(name);
					else jar.set(name, value);
					set.push({ name, value, ...options });
				}
			}
		} as unknown as RequestEvent;
		event.locals.staff = as ?? (await staffOf(event));
		const refused = authorize(event);
		if (refused) return { ...(await refusal(refused)), cookies: set };
		const module = (id ? await pages[id]?.() : undefined) as PageModule | undefined;
		if (!module) return { status: 404, cookies: set };
		return { ...(await run(module, event)), cookies: set };
	}

	const open = (path: string) => ask(path, undefined, asAPage);
	const post = (path: string, form: FormData | Record<string, string> = {}) =>
		ask(path, form, asAPage);

	return {
		jar,
		/** Opens a page. */
		open,
		/** Fetches a file, or a part of it; the answer is in `data`. */
		fetch: (path: string, headers: Record<string, string> = {}) => ask(path, undefined, headers),
		/** Fetches the data of a page anew, as an open page does by itself. */
		fetchData: (path: string) => ask(path, undefined, {}, true),
		/** Posts a form, as its button does. */
		post,
		/** Opens a page and posts its form, with the mark of what it shows. */
		save: async (path: string, form: FormData | Record<string, string>) => {
			const { data } = await open(path.replace(/\?.*$/, ''));
			const isFilled = form instanceof FormData;
			const id = isFilled ? form.get('id') : form['id'];
			const shown = data.labs?.find((lab: { id: string }) => lab.id === id && id) ?? data;
			if (isFilled) form.set('was', shown.was);
			return post(path, isFilled ? form : { ...form, was: shown.was });
		},
		signIn: (email: string, password: string, path = '/staff/sign-in') =>
			ask(path, { email, password })
	};
}

async function run(module: PageModule, event: RequestEvent): Promise<Omit<Answer, 'cookies'>> {
	try {
		const handler = module[event.request.method as Method];
		if (handler) {
			const response = (await handler(event)) as Response;
			return { status: response.status, data: response };
		}
		if (event.request.method === 'GET') return { status: 200, data: await module.load?.(event) };
		const name = /\?\/([a-z]+)/.exec(event.url.search)?.[1] ?? 'default';
		const result = await module.actions?.[name]?.(event);
		if (isActionFailure(result)) return { status: result.status, data: result.data };
		return { status: 200, data: result };
	} catch (thrown) {
		if (isRedirect(thrown)) return { status: thrown.status, location: thrown.location };
		if (isHttpError(thrown)) return { status: thrown.status, data: thrown.body };
		throw thrown;
	}
}

/** A redirect, or the problem that is told. */
async function refusal({ status, headers, body }: Response): Promise<Omit<Answer, 'cookies'>> {
	const location = headers.get('location') ?? '';
	return body ? { status, data: await new Response(body).json() } : { status, location };
}

function routeOfFile(path: string): string {
	return path.replace('../../src/routes', '').replace(/\/\+.*$/, '');
}

function routeOf(pathname: string): { id: string | null; params: Record<string, string> } {
	const parts = pathname.split('/');
	for (const id of Object.keys(pages).sort(byFewestNames)) {
		const wanted = id.split('/');
		const params: Record<string, string> = {};
		const fits = wanted.every((part, at) => {
			const given = parts[at] ?? '';
			const name = /^\[(\w+)\]$/.exec(part)?.[1];
			if (name) params[name] = decodeURIComponent(given);
			return name ? given !== '' : part === given;
		});
		if (fits && wanted.length === parts.length) return { id, params };
	}
	return { id: null, params: {} };
}

/** `/staff/sessions/new` before `/staff/sessions/[id]`. */
function byFewestNames(one: string, other: string): number {
	return one.split('[').length - other.split('[').length;
}

function requestFor(
	url: URL,
	jar: Map<string, string>,
	form: FormData | Record<string, string> | undefined,
	more: Record<string, string>
): Request {
	const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
	const headers = { cookie, ...more };
	if (!form) return new Request(url, { headers });
	const body = form instanceof FormData ? form : new URLSearchParams(form);
	return new Request(url, { method: 'POST', headers, body });
}
