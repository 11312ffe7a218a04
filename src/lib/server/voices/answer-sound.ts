/** A sound as it travels: whole, or the part that a player asks for, and nothing where it has not changed. */
import { createHash } from 'node:crypto';
import { readRange } from '../media/byte-range.ts';
import type { Sound } from './store.ts';

/** Answers with a sound, or the part of it that `request` asks for (RFC 9110, 14). */
export function answerSound({ bytes, type }: Sound, request: Request): Response {
	const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
	const headers = new Headers({
		etag,
		'content-type': type,
		'accept-ranges': 'bytes',
		// a recording may take its place
		'cache-control': 'public, max-age=3600'
	});
	if (request.headers.get('if-none-match') === etag) {
		return new Response(null, { status: 304, headers });
	}
	const condition = request.headers.get('if-range');
	const asked = condition === null || condition === etag ? request.headers.get('range') : null;
	const range = readRange(asked, bytes.length);
	if (range === 'none') {
		headers.set('content-range', `bytes */${bytes.length}`);
		return new Response(null, { status: 416, headers });
	}
	const { first, last } = range ?? { first: 0, last: bytes.length - 1 };
	if (range) headers.set('content-range', `bytes ${first}-${last}/${bytes.length}`);
	headers.set('content-length', String(last - first + 1));
	return new Response(bytes.subarray(first, last + 1), { status: range ? 206 : 200, headers });
}
