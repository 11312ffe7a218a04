import { city } from '$lib/server/city.ts';
import { readSettings } from '$lib/server/settings.ts';
import { moduleTitles } from '../../module-titles.server.ts';

export const load = async ({ params }) => {
	const { languages } = await readSettings(city().db);
	return { titles: await moduleTitles(params.lang), languages };
};
