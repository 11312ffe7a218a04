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
		// nothing but the way out stands in the menu of who must set up a second factor
		isHeld: locals.lacking !== undefined,
		member: locals.staff ? { name: locals.staff.name, role: locals.staff.role } : undefined
	};
};
