import { createHash } from 'node:crypto';
import { version } from '$app/environment';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { packOf, packRenderer } from '$lib/server/packs.ts';

/** What a phone keeps of a language, with `?modules=a,b` these too. Asked again, it costs nothing where nothing has changed. */
export const GET = async ({ params, url, fetch, request }) => {
	const renderer = await packRenderer(city().db, version, fetch);
	const modules = (url.searchParams.get('modules') ?? '').split(',');
	const text = JSON.stringify(await packOf(renderer, params.lang as Language, modules));
	const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
	const headers = { etag, 'content-type': 'application/json', 'cache-control': 'no-cache' };
	const same = request.headers.get('if-none-match') === etag;
	return new Response(same ? null : text, { status: same ? 304 : 200, headers });
};
