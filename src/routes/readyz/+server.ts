import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { reasonNotReady } from '$lib/server/readiness.ts';
import type { RequestHandler } from './$types';

/** Can this server do its work: does the database answer, with every migration? */
export const GET: RequestHandler = async () => {
	const reason = await reasonNotReady(city().db);
	if (reason) return problemResponse('unavailable', reason);
	return new Response('ready\n', { headers: { 'cache-control': 'no-store' } });
};
