import { json } from '@sveltejs/kit';
import { version } from '$app/environment';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { packOf } from '$lib/server/packs.ts';

export const GET = async ({ params, fetch }) =>
	json(await packOf(city().db, params.lang as Language, version, fetch), {
		headers: { 'cache-control': 'no-cache' }
	});
