import { largestCarryFile } from '$lib/domain/carry-file.ts';
import type { CarryProblem } from '$lib/domain/carry-reader.ts';
import { resultsText } from '$lib/domain/carry-results.ts';
import type { RequestProblem } from '$lib/domain/problem.ts';
import { city } from '$lib/server/city.ts';
import { doorOf, importCarried } from '$lib/server/import-carried.ts';
import { logger } from '$lib/server/log.ts';
import { bodyOf } from '$lib/server/posted-file.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { isCarryFile } from '$lib/server/same-origin.ts';
import type { RequestHandler } from './$types';

const refusals: Partial<Record<CarryProblem, RequestProblem>> = {
	'not-carry': 'malformed',
	newer: 'unknown-version',
	'other-city': 'other-city'
};

/** The door for carry files: docs/carrying.md. */
export const POST: RequestHandler = async ({ request }) => {
	if (!isCarryFile(request)) {
		return problemResponse('unsupported-type', 'send application/x-ndjson');
	}
	if (request.headers.has('content-encoding')) {
		return problemResponse('unsupported-encoding', 'send the file as it is');
	}
	if (Number(request.headers.get('content-length')) > largestCarryFile) {
		return problemResponse('too-large', `a carry file has at most ${largestCarryFile} bytes`);
	}
	try {
		const { results, problem } = await importCarried(doorOf(city()), bodyOf(request));
		const refused = problem && refusals[problem];
		if (refused) return problemResponse(refused, 'nothing in this file is for this city');
		return new Response(resultsText(results, problem), {
			headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }
		});
	} catch (error) {
		const { code, stack } = error as { code?: unknown; stack?: unknown };
		logger.error({ code, stack }, 'no carry file can be received now');
		return problemResponse('unavailable', 'not all was kept; send the same file again later');
	}
};

export const fallback: RequestHandler = () => {
	const response = problemResponse('method-not-allowed', 'only POST is answered here');
	response.headers.set('allow', 'POST');
	return response;
};
