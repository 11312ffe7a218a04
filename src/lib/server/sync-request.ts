/** Reads a request to `POST /api/sync`: JSON, gzip or not, never more than the limit. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as v from 'valibot';
import { largestRequest, syncRequestSchema, type SyncRequest } from '../domain/sync.ts';
import type { Refusal } from './problem-response.ts';
import { isJson } from './same-origin.ts';

const unzip = promisify(gunzip);

const tooLarge: Refusal = {
	refused: 'too-large',
	detail: `a request has at most ${largestRequest} bytes after unzipping`
};

/** What a request asks for, or why it cannot be read. Of what is inside the submissions nothing is judged here. */
export async function readSyncRequest(request: Request): Promise<SyncRequest | Refusal> {
	if (!isJson(request)) return { refused: 'unsupported-type', detail: 'send application/json' };
	const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
	if (encoding !== 'gzip' && encoding !== 'identity') {
		return { refused: 'unsupported-encoding', detail: 'send gzip or no encoding' };
	}
	const sent = await readBytes(request);
	if (!Buffer.isBuffer(sent)) return sent;
	const digest = request.headers.get('content-digest');
	if (digest !== null && digest !== digestOf(sent)) {
		return { refused: 'hash', detail: 'these are other bytes than those that were sent' };
	}
	const bytes = encoding === 'gzip' ? await unzipped(sent) : sent;
	return Buffer.isBuffer(bytes) ? readJson(bytes) : bytes;
}

/** As RFC 9530 writes it; of the algorithms only the one that phones use. */
function digestOf(bytes: Buffer): string {
	return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
}

async function readBytes(request: Request): Promise<Buffer | Refusal> {
	if (Number(request.headers.get('content-length')) > largestRequest) return tooLarge;
	const reader = request.body?.getReader();
	const pieces: Uint8Array[] = [];
	let size = 0;
	try {
		for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
			size += piece.value.length;
			// not cancelled: that would cut the connection before the answer is out
			if (size > largestRequest) return tooLarge;
			pieces.push(piece.value);
		}
	} catch (error) {
		if ((error as { status?: unknown }).status === 413) return tooLarge;
		return { refused: 'malformed', detail: 'the request broke off' };
	}
	return Buffer.concat(pieces);
}

async function unzipped(bytes: Buffer): Promise<Buffer | Refusal> {
	try {
		return await unzip(bytes, { maxOutputLength: largestRequest });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge;
		return { refused: 'malformed', detail: 'this is not gzip, or not all of it' };
	}
}

function readJson(bytes: Buffer): SyncRequest | Refusal {
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		return { refused: 'malformed', detail: 'this is not JSON in UTF-8' };
	}
	const read = v.safeParse(syncRequestSchema, value, { abortEarly: true });
	if (read.success) return read.output;
	const [{ message }] = read.issues;
	if (message === 'unknown-version') {
		return { refused: 'unknown-version', detail: 'this city reads version 1' };
	}
	if (message === 'too-large') return { refused: 'too-large', detail: 'too many at once' };
	return { refused: 'malformed', detail: `${v.getDotPath(read.issues[0]) ?? ''}: ${message}` };
}
