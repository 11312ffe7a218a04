import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { version } from '$app/environment';
import type { Language } from '$lib/domain/language.ts';
import type { PackPages } from '$lib/domain/pack.ts';
import { city } from '$lib/server/city.ts';
import { packOf } from '$lib/server/packs.ts';

const compress = promisify(brotliCompress);
const compressed = new WeakMap<PackPages, Promise<Buffer<ArrayBuffer>>>();

/** All pages of a language at once, for a phone that has none of them yet: pressed once, given many times. */
export const GET = async ({ params, fetch, request }) => {
	const { pages } = await packOf(city().db, params.lang as Language, version, fetch);
	const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
	headers.set('vary', 'accept-encoding');
	if (!/\bbr\b/.test(request.headers.get('accept-encoding') ?? '')) {
		return new Response(JSON.stringify(pages), { headers });
	}
	headers.set('content-encoding', 'br');
	const known = compressed.get(pages) ?? press(pages);
	compressed.set(pages, known);
	return new Response(await known, { headers });
};

/** Quality 9: the last 2 KB of 30 would take ten times as long. */
function press(pages: PackPages): Promise<Buffer<ArrayBuffer>> {
	return compress(JSON.stringify(pages), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}
