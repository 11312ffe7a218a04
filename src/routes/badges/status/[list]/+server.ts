import { statusList } from '$lib/server/badge-documents.ts';
import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import type { RequestHandler } from './$types';

/** A status list as VC-JWT (W3C Bitstring Status List 1.0): which badges were taken back. */
export const GET: RequestHandler = async ({ params, url }) => {
	const { db, keys, hub, origin = url.origin } = city();
	const list = /^\d{1,6}$/.test(params.list) ? Number(params.list) : undefined;
	const jwt =
		hub || list === undefined ? undefined : await statusList(db, keys, origin, list, new Date());
	if (jwt === undefined) return problemResponse('not-found', 'there is no such list here');
	return new Response(jwt, {
		headers: {
			'content-type': 'application/vc+jwt',
			'cache-control': 'max-age=300',
			'access-control-allow-origin': '*'
		}
	});
};
