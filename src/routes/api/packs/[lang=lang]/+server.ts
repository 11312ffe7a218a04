import { createHash } from 'node:crypto';
import { version } from '$app/environment';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { packOf } from '$lib/server/packs.ts';

/** What a phone keeps of a language. Asked again, it costs nothing where nothing has changed. */
export const GET = async ({ params, fetch, request }) => {
	const { pack } = await packOf(city().db, params.lang as Language, version, fetch);
	const text = JSON.stringify(pack);
	const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
	const headers = { etag, 'content-type': 'application/json', 'cache-control': 'no-cache' };
	const same = request.headers.get('if-none-match') === etag;
	return new Response(same ? null : text, { status: same ? 304 : 200, headers });
};
