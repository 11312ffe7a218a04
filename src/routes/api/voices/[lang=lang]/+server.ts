import { json } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { builtVoices } from '$lib/server/built-voices.ts';
import { listReels } from '$lib/server/voices.ts';
import type { RequestHandler } from './$types';

/** What can be kept of the voice of a language, with sizes: docs/wire.md. */
export const GET: RequestHandler = async ({ params, url }) => {
	const modules = (url.searchParams.get('modules') ?? '').split(',');
	return json(await listReels(builtVoices(), params.lang as Language, modules), {
		headers: { 'cache-control': 'no-cache' }
	});
};
