import { city } from '$lib/server/city.ts';
import { failpoint } from '$lib/server/failpoint.ts';
import { logger } from '$lib/server/log.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { hubOf } from '$lib/server/hubs.ts';
import { readSyncRequest } from '$lib/server/sync-request.ts';
import type { RequestHandler } from './$types';

/** The door for submissions and watch secrets: docs/wire.md. */
export const POST: RequestHandler = async ({ request, getClientAddress }) => {
	const asked = await readSyncRequest(request);
	failpoint('request-read');
	if ('refused' in asked) return problemResponse(asked.refused, asked.detail);
	try {
		const { db, door } = city();
		const via = await hubOf(db, request.headers.get('authorization'));
		if (via === 'stranger') return problemResponse('forbidden', 'this hub is not let in');
		const answer = await door.receive(asked, new Date(), via, false, getClientAddress());
		if ('refused' in answer) return problemResponse(answer.refused, answer.detail);
		failpoint('before-answer');
		return Response.json(answer, { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		// not the whole error: a database's details can quote the words
		const { code: sqlstate, stack } = error as { code?: unknown; stack?: unknown };
		logger.error({ sqlstate, stack }, 'nothing can be received now');
		return problemResponse(
			'unavailable',
			'nothing was kept, or not all; send the same again later'
		);
	}
};

export const fallback: RequestHandler = () => {
	const response = problemResponse('method-not-allowed', 'only POST is answered here');
	response.headers.set('allow', 'POST');
	return response;
};
