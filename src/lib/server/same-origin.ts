/** The one check that a request which changes something comes from a page of ours, for every method and content type. */

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];
/** Doors that hubs and other programs may use too, and what they send there. No cookie counts at them. */
const programDoors: [path: RegExp, type: string][] = [
	[/^\/api\/sync$/, 'application/json'],
	[/^\/api\/carry$/, 'application/x-ndjson'],
	[/^\/api\/media\/[\w-]+$/, 'application/octet-stream'],
	[/^\/api\/trainer\/(invitation|enrol|renew)$/, 'application/json']
];

/**
 * May this request in? Reading may always. Everything else must bear our own `Origin` or, where a browser sends none,
 * its `Sec-Fetch-Site` must say that it comes from here; without both, only what no form can send, at a program's door
 * and from no page elsewhere.
 * @param url the request's address as people type it (behind a proxy: ORIGIN)
 */
export function isSameOrigin(request: Request, url: URL): boolean {
	if (safeMethods.includes(request.method)) return true;
	const origin = request.headers.get('origin');
	if (origin !== null) return origin === url.origin;
	const site = request.headers.get('sec-fetch-site');
	if (site !== null) return site === 'same-origin' || site === 'none';
	// other programs come from no page
	const page = request.headers.get('referer');
	if (page !== null && originOf(page) !== url.origin) return false;
	return programDoors.some(([path, type]) => path.test(url.pathname) && typeOf(request) === type);
}

/** Does the request say that it holds JSON? */
export function isJson(request: Request): boolean {
	return typeOf(request) === 'application/json';
}

/** Does the request say that it holds a carry file? */
export function isCarryFile(request: Request): boolean {
	return typeOf(request) === 'application/x-ndjson';
}

function originOf(page: string): string | undefined {
	return URL.parse(page)?.origin;
}

function typeOf(request: Request): string | undefined {
	const type = request.headers.get('content-type') ?? '';
	return type.split(';')[0]?.trim().toLowerCase();
}
