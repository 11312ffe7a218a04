import { city } from '$lib/server/city.ts';
import { robotsFile } from '$lib/server/indexable.ts';
import type { RequestHandler } from './$types';

/** What search engines may look at. */
export const GET: RequestHandler = ({ url }) => {
	const { origin = url.origin, hub } = city();
	return new Response(robotsFile(origin, hub !== undefined), {
		headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'max-age=3600' }
	});
};
