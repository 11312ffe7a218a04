import { redirect } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';

/** What every citizen page shows of the city: the same for everybody. */
export const load = async ({ params }) => {
	const lang = params.lang as Language;
	const { db, hub } = city();
	const settings = await readSettings(db);
	if (!settings.languages.includes(lang)) redirect(307, '/');
	const { demonstration } = settings;
	return { lang, city: cityNameIn(settings, lang), demonstration, lab: hub?.enrolment.name };
};
