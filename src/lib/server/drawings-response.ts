/** A file of drawings as it travels: pressed once as small as it gets, and asked again for nothing. */
import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';

const pressed = new Map<string, Buffer<ArrayBuffer>>();

/** Answers with a file of drawings: for good where they are asked for by their content (`ui/drawings.ts`). */
export function answerDrawings(text: string, request: Request): Response {
	const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`;
	const headers = new Headers({ etag, 'content-type': 'image/svg+xml', vary: 'accept-encoding' });
	const isNamed = new URL(request.url).search === `?${import.meta.env.DRAWINGS}`;
	headers.set('cache-control', isNamed ? 'public, max-age=31536000, immutable' : 'no-cache');
	if (request.headers.get('if-none-match') === etag) {
		return new Response(null, { status: 304, headers });
	}
	if (!/\bbr\b/.test(request.headers.get('accept-encoding') ?? '')) {
		return new Response(text, { headers });
	}
	const bytes = pressed.get(etag) ?? brotliCompressSync(text);
	pressed.set(etag, bytes);
	headers.set('content-encoding', 'br');
	return new Response(bytes, { headers });
}
