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

type Action = (event: RequestEvent) => unknown;
type PageModule = { load?: Action; actions?: Record<string, Action>; POST?: Action; GET?: Action };

const pages: Record<string, () => Promise<unknown>> = {
	'/staff': () => import('../../src/routes/staff/+page.server.ts'),
	'/staff/sign-in': () => import('../../src/routes/staff/sign-in/+page.server.ts'),
	'/staff/sign-out': () => import('../../src/routes/staff/sign-out/+server.ts'),
	'/staff/refused': () => import('../../src/routes/staff/refused/+page.server.ts'),
	'/staff/account': () => import('../../src/routes/staff/account/+page.server.ts'),
	'/staff/settings': () => import('../../src/routes/staff/settings/+page.server.ts'),
	'/staff/settings/retention': () =>
		import('../../src/routes/staff/settings/retention/+page.server.ts'),
	'/staff/setup/[token]': () => import('../../src/routes/staff/setup/[token]/+page.server.ts'),
	'/staff/badges': () => import('../../src/routes/staff/badges/+page.server.ts'),
	'/staff/trainers': () => import('../../src/routes/staff/trainers/+page.server.ts'),
	'/staff/trainers/[id]': () => import('../../src/routes/staff/trainers/[id]/+page.server.ts'),
	'/staff/labs': () => import('../../src/routes/staff/labs/+page.server.ts'),
	'/staff/sessions': () => import('../../src/routes/staff/sessions/+page.server.ts'),
	'/staff/sessions/new': () => import('../../src/routes/staff/sessions/new/+page.server.ts'),
	'/staff/sessions/[id]': () => import('../../src/routes/staff/sessions/[id]/+page.server.ts'),
	'/staff/learning': () => import('../../src/routes/staff/learning/+page.server.ts'),
	'/staff/learning.csv': () => import('../../src/routes/staff/learning.csv/+server.ts'),
	'/staff/workshops': () => import('../../src/routes/staff/workshops/+page.server.ts'),
	'/staff/public-replies': () => import('../../src/routes/staff/public-replies/+page.server.ts'),
	'/staff/erasures': () => import('../../src/routes/staff/erasures/+page.server.ts'),
	'/staff/exports': () => import('../../src/routes/staff/exports/+page.server.ts'),
	'/staff/exports/[id]': () => import('../../src/routes/staff/exports/[id]/+server.ts'),
	'/staff/needs/[id]': () => import('../../src/routes/staff/needs/[id]/+page.server.ts'),
	'/staff/media/[need]/[position]': () =>
		import('../../src/routes/staff/media/[need]/[position]/+server.ts')
};

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

export function openBrowser({ origin = 'https://plaza.test', address = '192.0.2.1' } = {}) {
	const jar = new Map<string, string>();

	async function ask(
		path: string,
		form?: FormData | Record<string, string>,
		headers: Record<string, string> = {}
	): Promise<Answer> {
		const url = new URL(path, origin);
		const { id, params } = routeOf(url.pathname);
		const set: Answer['cookies'] = [];
		const event = {
			url,
			params,
			route: { id },
			locals: {},
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
		event.locals.staff = await staffOf(event);
		const refused = authorize(event);
		if (refused) return { ...redirected(refused), cookies: set };
		const module = (id ? await pages[id]?.() : undefined) as PageModule | undefined;
		if (!module) return { status: 404, cookies: set };
		return { ...(await run(module, event)), cookies: set };
	}

	return {
		jar,
		/** Opens a page. */
		open: (path: string) => ask(path),
		/** Fetches a file, or a part of it; the answer is in `data`. */
		fetch: (path: string, headers: Record<string, string> = {}) => ask(path, undefined, headers),
		/** Posts a form, as its button does. */
		post: (path: string, form: FormData | Record<string, string> = {}) => ask(path, form),
		signIn: (email: string, password: string, path = '/staff/sign-in') =>
			ask(path, { email, password })
	};
}

async function run(module: PageModule, event: RequestEvent): Promise<Omit<Answer, 'cookies'>> {
	try {
		if (module.POST) return { status: 200, data: await module.POST(event) };
		if (module.GET) {
			const response = (await module.GET(event)) as Response;
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

function redirected(response: Response): Omit<Answer, 'cookies'> {
	return { status: response.status, location: response.headers.get('location') ?? '' };
}

function routeOf(pathname: string): { id: string | null; params: Record<string, string> } {
	if (pathname in pages) return { id: pathname, params: {} };
	const [, need, position] = /^\/staff\/media\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
	if (need && position) {
		const params = { need: decodeURIComponent(need), position: decodeURIComponent(position) };
		return { id: '/staff/media/[need]/[position]', params };
	}
	const [, folder, value] =
		/^\/staff\/(needs|trainers|sessions|exports|setup)\/([^/]+)$/.exec(pathname) ?? [];
	if (folder === 'trainers' && value) return { id: '/staff/trainers/[id]', params: { id: value } };
	if (folder === 'exports' && value) return { id: '/staff/exports/[id]', params: { id: value } };
	if (folder === 'needs' && value) return { id: '/staff/needs/[id]', params: { id: value } };
	if (folder === 'sessions' && value) return { id: '/staff/sessions/[id]', params: { id: value } };
	if (folder === 'setup' && value) return { id: '/staff/setup/[token]', params: { token: value } };
	return { id: null, params: {} };
}

function requestFor(
	url: URL,
	jar: Map<string, string>,
	form: FormData | Record<string, string> | undefined,
	more: Record<string, string>
): Request {
	const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
	if (!form) return new Request(url, { headers: { cookie, ...more } });
	const body = form instanceof FormData ? form : new URLSearchParams(form);
	return new Request(url, { method: 'POST', headers: { cookie }, body });
}
