import { achievementOf } from '$lib/domain/open-badge.ts';
import { orderLanguages } from '$lib/domain/language.ts';
import { catalogueEntry } from '$lib/server/badge-catalogue.ts';
import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import type { RequestHandler } from './$types';

/** What everybody with this badge did (Open Badges 3.0, Achievement), in the language that is asked for. */
export const GET: RequestHandler = async ({ params, request, url }) => {
	const [lang = 'en'] = orderLanguages(request.headers.get('accept-language'));
	const entry = await catalogueEntry(params.module, lang, await readSwaps(city().db));
	if (!entry) return problemResponse('not-found', 'there is no such module');
	return Response.json(achievementOf(city().origin ?? url.origin, entry), {
		headers: { vary: 'accept-language', 'access-control-allow-origin': '*' }
	});
};
