/** What this phone says to the city and hears from it: the only place that speaks to the network. */
import * as v from 'valibot';
import { contentDigest } from '../../domain/content-digest.ts';
import type { Bytes } from '../../domain/cryptography.ts';
import type { PieceAnswer } from '../../domain/bring-bytes.ts';
import type { Envelope } from '../../domain/envelope.ts';
import type { Sealed } from '../../domain/sealed.ts';
import { codeOf, problemSchema } from '../../domain/problem.ts';
import { syncResponseSchema, type SyncResponse } from '../../domain/sync.ts';

const longestWait = 30_000;
/** For one piece of media on a weak line. */
const longestPiece = 60_000;
const worthZipping = 1024;

export type Exchange =
	| { answer: SyncResponse }
	/** The city answered that it will not take this request as it is: the code of its problem. */
	| { refused: string }
	/** No answer, or none of the city's. */
	| { noAnswer: true; retryAfter?: number; why: Silence };

/**
 * Why no answer of the city's came: there was none at all; somebody else answered in its place, as a Wi-Fi does that
 * wants a login first; or the city has no time now.
 */
export type Silence = 'no-line' | 'portal' | 'busy';

/** Statuses that say that the request itself is at fault, so that the same one again would not help. */
const refusals = [400, 413, 415, 422];

/** Sends submissions and asks for what is new of the watched needs. Only a whole, well-formed answer counts. */
export async function exchange(
	submissions: (Envelope | Sealed)[],
	watch: string[],
	since?: string
): Promise<Exchange> {
	const asked = watch.length > 0 && { watch, ...(since && { since }) };
	const { body, encoding } = await zipped(JSON.stringify({ v: 1, submissions, ...asked }));
	const response = await request('/api/sync', {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			// not every line to a lab's hub is TLS: a bit that flips on the way must not be kept
			'content-digest': contentDigest(body),
			...encoding
		},
		body
	});
	const why = silenceOf(response);
	if (!response) return { noAnswer: true, why };
	const code = refusalIn(response);
	if (code !== undefined && code !== 'hash') return { refused: code };
	if (response.status !== 200) return { noAnswer: true, why, ...retryAfterOf(response) };
	const read = v.safeParse(syncResponseSchema, response.json);
	return read.success ? { answer: read.output } : { noAnswer: true, why };
}

/** Why the city is silent now: for a phone that has never met it, and therefore asks for nothing else. */
export async function whySilent(): Promise<Silence> {
	return silenceOf(await request('/api/keys', {}));
}

function silenceOf(heard: Heard | undefined): Silence {
	if (!heard) return 'no-line';
	const { status } = heard;
	// the city redirects nobody, and what it says with 200 is read as its own
	return status < 400 || status === 511 ? 'portal' : 'busy';
}

/** The city's key set as it came, unchecked; undefined without an answer. */
export async function fetchKeys(): Promise<unknown> {
	const response = await request('/api/keys', {});
	return response?.status === 200 ? response.json : undefined;
}

/** Asks how many bytes of a recording or photo are there. */
export async function askOffset(sha256: string): Promise<PieceAnswer> {
	return pieceAnswer(await request(`/api/media/${sha256}`, { method: 'HEAD' }));
}

/** Sends the next piece of a recording or photo. */
export async function sendPiece(
	sha256: string,
	offset: number,
	bytes: Uint8Array<ArrayBuffer>
): Promise<PieceAnswer> {
	const init = {
		method: 'PUT',
		headers: { 'content-type': 'application/octet-stream' },
		body: bytes
	};
	return pieceAnswer(await request(`/api/media/${sha256}?offset=${offset}`, init, longestPiece));
}

/** Only an answer that says where it stands is the city's: any other 200 is somebody else's. */
function pieceAnswer(response: Heard | undefined): PieceAnswer {
	if (!response) return { noAnswer: true };
	const told = response.headers.get('upload-offset');
	const offset = told && /^\d+$/.test(told) ? Number(told) : undefined;
	if (response.status === 409 && offset !== undefined) return { offset };
	if (response.status === 200 && offset !== undefined) return { offset };
	// the answer to HEAD has no body, and 404 says all
	if (response.status === 404) return { refused: 'not-found' };
	const code = refusalIn(response);
	if (code !== undefined) return { refused: code };
	return { noAnswer: true, ...retryAfterOf(response) };
}

/** Fetches the city's voice of a message, sealed; undefined where it does not come. */
export async function fetchSaid(message: string, hash: string): Promise<Bytes | undefined> {
	const response = await request(`/api/said/${message}/${hash}`, {}, longestPiece);
	return response?.status === 200 ? response.bytes : undefined;
}

type Heard = { status: number; headers: Headers; bytes: Bytes; json: unknown };

/** One request to the end of its answer, or nothing: a line that falls silent in the middle counts as broken. */
export async function request(
	path: string,
	init: RequestInit,
	patience = longestWait
): Promise<Heard | undefined> {
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), patience);
	try {
		const response = await fetch(path, { ...init, redirect: 'manual', signal: abort.signal });
		const { status, headers } = response;
		const bytes = new Uint8Array(await response.arrayBuffer());
		return { status, headers, bytes, json: parsed(new TextDecoder().decode(bytes)) };
	} catch {
		return undefined;
	} finally {
		clearTimeout(timer);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Why the request is refused, in the city's own words; how large one may be is also for others on the way to say. */
function refusalIn({ status, json }: Heard): string | undefined {
	if (!refusals.includes(status)) return undefined;
	const read = v.safeParse(problemSchema, json);
	if (read.success) return codeOf(read.output);
	return status === 413 ? 'too-large' : undefined;
}

async function zipped(text: string): Promise<{ body: Bytes; encoding: Record<string, string> }> {
	if (!('CompressionStream' in globalThis) || text.length < worthZipping) {
		return { body: new TextEncoder().encode(text), encoding: {} };
	}
	const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
	const body = new Uint8Array(await new Response(stream).arrayBuffer());
	return { body, encoding: { 'content-encoding': 'gzip' } };
}

/** Seconds, or an HTTP date (RFC 9110); whatever cannot be read counts as unsaid. */
function retryAfterOf({ headers }: Heard): { retryAfter?: number } {
	const said = headers.get('retry-after');
	if (!said) return {};
	const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
	return Number.isFinite(seconds) ? { retryAfter: seconds } : {};
}
