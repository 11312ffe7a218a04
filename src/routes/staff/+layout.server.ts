import { city } from '$lib/server/city.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';

/** What every staff page shows. */
export const load = async ({ locals }) => {
	const settings = await readSettings(city().db);
	const lang = locals.lang ?? 'en';
	return {
		lang,
		city: cityNameIn(settings, lang),
		demonstration: settings.demonstration,
		member: locals.staff ? { name: locals.staff.name, role: locals.staff.role } : undefined
	};
};
