/** A problem with a whole request, as it is answered (RFC 9457). */
import {
	makeProblem,
	requestProblems,
	type Problem,
	type RequestProblem
} from '../domain/problem.ts';

/** Why a request cannot be answered; `detail` is for developers. */
export interface Refusal {
	refused: RequestProblem;
	detail: string;
}

/** Seconds after which a phone may ask a busy or resting city again. */
const restSeconds = 10;

/** The answer to a request that has a problem: never kept, and with Retry-After where waiting helps. */
export function problemResponse(code: RequestProblem, detail: string): Response {
	const status = requestProblems[code];
	const headers = new Headers({
		'content-type': 'application/problem+json',
		'cache-control': 'no-store'
	});
	if (status === 429 || status === 503) headers.set('retry-after', String(restSeconds));
	// what was not read of the request must not be taken for the next one
	if (status === 413) headers.set('connection', 'close');
	return new Response(JSON.stringify(makeProblem(code, detail)), { status, headers });
}

/**
 * The answer to who of the staff must set up a second factor first. Phones never hear of it: its code is not among those
 * that they carry.
 */
export function secondFactorResponse(): Response {
	const problem: Problem = {
		type: '/problems/second-factor',
		title: 'second factor',
		detail:
			'This city asks a second factor of its staff: set one up at /staff/account/second-factor.',
		status: 403
	};
	const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
	return new Response(JSON.stringify(problem), { status: 403, headers });
}
