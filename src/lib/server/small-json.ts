/** Small JSON at a door: strictly read, never more than its limit, and never quoted in what is answered. */
import * as v from 'valibot';
import type { Refusal } from './problem-response.ts';
import { isJson } from './same-origin.ts';

const largest = 4096;

/** What a request says, or why it cannot be read. */
export async function readSmallJson<Schema extends v.GenericSchema<unknown, object>>(
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
