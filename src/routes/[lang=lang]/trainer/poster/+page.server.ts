import { city } from '$lib/server/city.ts';
import { readSettings } from '$lib/server/settings.ts';

export const load = async () => {
	const { languages } = await readSettings(city().db);
	return { languages };
};
