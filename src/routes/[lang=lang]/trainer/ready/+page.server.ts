import { city } from '$lib/server/city.ts';
import { readSettings } from '$lib/server/settings.ts';
import { moduleTitles } from '../../module-titles.server.ts';

/** Titles in her language, or else in one that has the module: a session may be in another one. */
export const load = async ({ params }) => {
	const { languages } = await readSettings(city().db);
	const titles: Record<string, string> = {};
	for (const lang of [...languages, params.lang]) Object.assign(titles, await moduleTitles(lang));
	return { titles, languages };
};
