import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import type { RequestHandler } from './$types';

/** The city's public keys, signed by its root key: docs/wire.md. */
export const GET: RequestHandler = async () => {
	const set = await city().door.publishedKeys(new Date());
	if (!set) return problemResponse('unavailable', 'this hub has not met its city yet');
	return Response.json(set, { headers: { 'cache-control': 'no-cache' } });
};
