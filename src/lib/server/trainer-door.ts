/**
 * The doors for trainers' devices: small JSON, strictly read, a few tries each. Nothing of a request is logged. A hub hands
 * it on to its city, and the city's answer back.
 */
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { codeOf, problemSchema, requestProblems, type RequestProblem } from '../domain/problem.ts';
import { invitationSchema, standingSchema, type TrainerDoor } from '../domain/trainer.ts';
import { city } from './city.ts';
import type { Hub } from './hub.ts';
import { logger } from './log.ts';
import { problemResponse, type Refusal } from './problem-response.ts';
import { tryLimits } from './sign-in-limits.ts';
import { readSmallJson } from './small-json.ts';

const limits = tryLimits();

type Asked = { token: string } | { secret: string };
type Event = Pick<RequestEvent, 'request' | 'getClientAddress'>;
type Answer = object | { refused: RequestProblem };

/**
 * Answers a trainer's device; `answer` gives what it hears, or why not. Tries are counted for what it shows, token or
 * secret, and for its network; one that was right takes its own back.
 */
export async function answerTrainer<Schema extends v.GenericSchema<unknown, Asked>>(
	{ request, getClientAddress }: Event,
	door: TrainerDoor,
	schema: Schema,
	answer: (asked: v.InferOutput<Schema>) => Promise<Answer>
): Promise<Response> {
	const asked = await readSmallJson(request, schema);
	if (isRefusal(asked)) return problemResponse(asked.refused, asked.detail);
	const shown = 'token' in asked ? asked.token : asked.secret;
	const network = getClientAddress();
	const minutes = await limits.countTry(shown, network);
	if (minutes !== undefined) return tooMany(minutes);
	try {
		const { hub } = city();
		const heard = hub ? await heardFromCity(hub, door, asked) : await answer(asked);
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

/** What the city says to a device at a hub; only what it can say is handed on. */
async function heardFromCity(hub: Hub, door: TrainerDoor, asked: object): Promise<Answer> {
	const heard = await hub.askForTrainer(door, asked);
	const schema = door === 'invitation' ? invitationSchema : standingSchema;
	if (heard?.status === 200 && v.is(schema, heard.json)) return heard.json;
	const problem = v.safeParse(problemSchema, heard?.json);
	const code = problem.success ? codeOf(problem.output) : '';
	return { refused: isProblem(code) ? code : 'unavailable' };
}

function isProblem(code: string): code is RequestProblem {
	return Object.hasOwn(requestProblems, code);
}

function isRefusal<Said extends object>(said: Said | Refusal): said is Refusal {
	return 'refused' in said;
}

function tooMany(minutes: number): Response {
	const response = problemResponse('too-many', 'wait before the next try');
	response.headers.set('retry-after', String(minutes * 60));
	return response;
}
