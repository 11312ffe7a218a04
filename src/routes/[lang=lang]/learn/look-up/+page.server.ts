import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { lookUpEntries } from '$lib/server/look-up.ts';
import { listModules } from '$lib/server/lessons.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';

/** The topics with their pictures, and what lessons are looked up by on the phone. */
export const load = async ({ params }) => {
	const lang = params.lang as Language;
	const swaps = await readSwaps(city().db);
	const modules = listModules(lang, swaps).map(({ slug, title, picture }) => ({
		slug,
		title,
		picture
	}));
	return { modules, entries: lookUpEntries(lang, swaps) };
};
