/** The headers that every answer bears. */
import type { RequestEvent } from '@sveltejs/kit';
import { isIndexable } from './indexable.ts';

const always: Record<string, string> = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	// an empty list for the microphone would kill recording
	'permissions-policy': 'microphone=(self), camera=(self), geolocation=()'
};

/**
 * Security headers for an answer; and how long it may be kept: staff pages never, citizens' pages only with the
 * server's word that they are still the same (they have an ETag). No search engine shows a page that is not named as public.
 */
export function headersFor(
	event: RequestEvent,
	response: Response,
	isStaffPage: boolean,
	isHub: boolean
): [string, string][] {
	const headers = Object.entries(always);
	if (event.url.protocol === 'https:') {
		headers.push(['strict-transport-security', 'max-age=31536000']);
	}
	const said = response.headers.get('cache-control');
	if (isStaffPage && !said?.includes('no-store')) headers.push(['cache-control', 'no-store']);
	else if (said === null) headers.push(['cache-control', 'no-cache']);
	if (isPage(response) && !isIndexable(event.route.id, isHub))
		headers.push(['x-robots-tag', 'noindex']);
	if (!response.headers.has('content-security-policy')) {
		headers.push(['content-security-policy', "default-src 'none'; frame-ancestors 'none'"]);
	}
	return headers;
}

function isPage(response: Response): boolean {
	return response.headers.get('content-type')?.startsWith('text/html') === true;
}
