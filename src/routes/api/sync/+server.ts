import { city } from '$lib/server/city.ts';
import { logger } from '$lib/server/log.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { receive } from '$lib/server/receive.ts';
import { readSyncRequest } from '$lib/server/sync-request.ts';
import type { RequestHandler } from './$types';

/** The door for submissions and watch secrets: docs/wire.md. */
export const POST: RequestHandler = async ({ request }) => {
	const asked = await readSyncRequest(request);
	if ('refused' in asked) return problemResponse(asked.refused, asked.detail);
	try {
		const answer = await receive(city(), asked, new Date());
		return Response.json(answer, { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		// not the whole error: a database's details can quote the words
		const { code: sqlstate, stack } = error as { code?: unknown; stack?: unknown };
		logger.error({ sqlstate, stack }, 'nothing can be received now');
		return problemResponse('unavailable', 'nothing was kept; send the same again later');
	}
};

export const fallback: RequestHandler = () => {
	const response = problemResponse('method-not-allowed', 'only POST is answered here');
	response.headers.set('allow', 'POST');
	return response;
};
