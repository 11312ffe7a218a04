/** An answer that a reader asks for again and again: where nothing changed, it costs nothing. */
import { createHash } from 'node:crypto';

/** The text under its type (with `charset`), to be asked for again each time; its tag follows from its content. */
export function taggedText(text: string, type: string): Response {
	const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
	return new Response(text, {
		headers: { etag, 'content-type': type, 'cache-control': 'no-cache' }
	});
}
