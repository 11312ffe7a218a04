/** One exchange with the city: a request out, a checked answer in. */
import * as v from 'valibot';
import { syncResponseSchema, type SyncResponse } from '../../domain/sync.ts';
import type { Envelope, Sealed } from '../../domain/envelope.ts';

const longestWait = 30_000;
const worthZipping = 1024;

export type Exchange =
	| { answer: SyncResponse }
	/** The city answered that it will not take this request as it is. */
	| { refused: number }
	/** No answer, or none of the city's: a login page, a broken line, a busy city. */
	| { noAnswer: true; retryAfter?: number };

/** Sends submissions and asks for what is new of the watched needs. Only a whole, well-formed answer counts. */
export async function exchange(
	submissions: (Envelope | Sealed)[],
	watch: string[]
): Promise<Exchange> {
	const text = JSON.stringify({ v: 1, submissions, ...(watch.length > 0 && { watch }) });
	const { body, encoding } = await zipped(text);
	const response = await request('/api/sync', {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...encoding },
		body
	});
	if (!response) return { noAnswer: true };
	if ([400, 413, 415, 422].includes(response.status)) return { refused: response.status };
	if (response.status !== 200) return { noAnswer: true, ...retryAfterOf(response) };
	const parsed = v.safeParse(syncResponseSchema, await readJson(response));
	return parsed.success ? { answer: parsed.output } : { noAnswer: true };
}

/** The city's key set as it came, unchecked; undefined without an answer. */
export async function fetchKeys(): Promise<unknown> {
	const response = await request('/api/keys', {});
	return response?.ok ? readJson(response) : undefined;
}

async function request(path: string, init: RequestInit): Promise<Response | undefined> {
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), longestWait);
	try {
		return await fetch(path, { ...init, redirect: 'error', signal: abort.signal });
	} catch {
		return undefined;
	} finally {
		clearTimeout(timer);
	}
}

async function readJson(response: Response): Promise<unknown> {
	try {
		return await response.json();
	} catch {
		return undefined;
	}
}

async function zipped(text: string): Promise<{ body: BodyInit; encoding: Record<string, string> }> {
	if (!('CompressionStream' in globalThis) || text.length < worthZipping) {
		return { body: text, encoding: {} };
	}
	const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
	return { body: await new Response(stream).blob(), encoding: { 'content-encoding': 'gzip' } };
}

function retryAfterOf(response: Response): { retryAfter?: number } {
	const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
	return Number.isFinite(seconds) ? { retryAfter: seconds } : {};
}
