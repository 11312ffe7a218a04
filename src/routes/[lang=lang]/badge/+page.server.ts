import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { listModules } from '$lib/server/lessons.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';

/** The catalogue of badges: what a code leaves out is expanded from it. */
export const load = async ({ params }) => {
	const modules = listModules(params.lang as Language, await readSwaps(city().db));
	return { titles: Object.fromEntries(modules.map(({ slug, title }) => [slug, title])) };
};
