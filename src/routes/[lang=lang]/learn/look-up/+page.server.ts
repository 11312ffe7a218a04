import type { Language } from '$lib/domain/language.ts';
import { lookUpEntries } from '$lib/server/look-up.ts';
import { listModules } from '$lib/server/lessons.ts';

/** The topics with their pictures, and what lessons are looked up by on the phone. */
export const load = ({ params }) => {
	const lang = params.lang as Language;
	const modules = listModules(lang).map(({ slug, title, picture }) => ({ slug, title, picture }));
	return { modules, entries: lookUpEntries(lang) };
};
