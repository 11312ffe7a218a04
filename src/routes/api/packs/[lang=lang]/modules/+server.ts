import { json } from '@sveltejs/kit';
import { version } from '$app/environment';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { packRenderer } from '$lib/server/packs.ts';
import { shelfOf } from '$lib/server/pressed-packs.ts';

/** The modules that a phone keeps only when somebody wants them, with their sizes. */
export const GET = async ({ params, fetch }) => {
	const renderer = await packRenderer(city().db, version, fetch);
	return json(await shelfOf(renderer, params.lang as Language), {
		headers: { 'cache-control': 'no-cache' }
	});
};
