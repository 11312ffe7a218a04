/** The doors for trainers' devices: small JSON, strictly read, a few tries each. Nothing of a request is logged. */
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestProblem } from '../domain/problem.ts';
import { city } from './city.ts';
import { logger } from './log.ts';
import { problemResponse, type Refusal } from './problem-response.ts';
import { isJson } from './same-origin.ts';
import { tryLimits } from './sign-in-limits.ts';

const largest = 4096;
const limits = tryLimits();

type Asked = { token: string } | { secret: string };
type Event = Pick<RequestEvent, 'request' | 'getClientAddress'>;

/**
 * Answers a trainer's device; `answer` gives what it hears, or why not. Tries are counted for what it shows, token or
 * secret, and for its network; one that was right takes its own back.
 */
export async function answerTrainer<Schema extends v.GenericSchema<unknown, Asked>>(
	{ request, getClientAddress }: Event,
	schema: Schema,
	answer: (asked: v.InferOutput<Schema>) => Promise<object | { refused: RequestProblem }>
): Promise<Response> {
	if (city().hub) return problemResponse('not-found', 'trainers are let in by the city itself');
	const asked = await readAsked(request, schema);
	if (isRefusal(asked)) return problemResponse(asked.refused, asked.detail);
	const shown = 'token' in asked ? asked.token : asked.secret;
	const network = getClientAddress();
	const minutes = await limits.countTry(shown, network);
	if (minutes !== undefined) return tooMany(minutes);
	try {
		const heard = await answer(asked);
		if (isRefusal(heard)) return problemResponse(heard.refused, 'this device is not let in');
		await limits.forgetTries(shown, network);
		return Response.json(heard, { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		// not the whole error: a database's details can quote a secret's hash
		const { code: sqlstate, stack } = error as { code?: unknown; stack?: unknown };
		logger.error({ sqlstate, stack }, 'no trainer can be answered now');
		return problemResponse('unavailable', 'nothing has changed; ask the same again later');
	}
}

/** These doors answer POST only. */
export function onlyPost(): Response {
	const response = problemResponse('method-not-allowed', 'only POST is answered here');
	response.headers.set('allow', 'POST');
	return response;
}

async function readAsked<Schema extends v.GenericSchema<unknown, Asked>>(
	request: Request,
	schema: Schema
): Promise<v.InferOutput<Schema> | Refusal> {
	if (!isJson(request)) return { refused: 'unsupported-type', detail: 'send application/json' };
	const length = Number(request.headers.get('content-length') ?? Infinity);
	if (!(length <= largest)) {
		return { refused: 'too-large', detail: `send at most ${largest} bytes, and say how many` };
	}
	const read = v.safeParse(schema, jsonOf(await request.text()));
	if (read.success) return read.output;
	const [{ message }] = read.issues;
	if (message === 'unknown-version') {
		return { refused: 'unknown-version', detail: 'this city reads version 1' };
	}
	// not what was sent there: it may be a secret
	return {
		refused: 'malformed',
		detail: `not as it must be: ${v.getDotPath(read.issues[0]) ?? ''}`
	};
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function isRefusal<Said extends object>(said: Said | Refusal): said is Refusal {
	return 'refused' in said;
}

function tooMany(minutes: number): Response {
	const response = problemResponse('too-many', 'wait before the next try');
	response.headers.set('retry-after', String(minutes * 60));
	return response;
}
