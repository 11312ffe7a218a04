import { json } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { builtVoices } from '$lib/server/built-voices.ts';
import { city } from '$lib/server/city.ts';
import { publishedPart, publishedVoices } from '$lib/server/published-voices.ts';
import { methodPart } from '$lib/server/voices/spoken.ts';
import { listReels } from '$lib/server/voices.ts';
import type { RequestHandler } from './$types';

/** What can be kept of the voice of a language, with sizes: docs/wire.md. */
export const GET: RequestHandler = async ({ params, url }) => {
	const lang = params.lang as Language;
	const modules = (url.searchParams.get('modules') ?? '').split(',');
	const published = await listReels(publishedVoices(city()), lang, [publishedPart]);
	const method = published.reels.length > 0 ? [methodPart] : [];
	const built = await listReels(builtVoices(), lang, [...method, ...modules]);
	return json(
		{ ...built, reels: [...built.reels, ...published.reels] },
		{ headers: { 'cache-control': 'no-cache' } }
	);
};
