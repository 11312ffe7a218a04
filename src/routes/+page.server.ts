import { languageNames, orderLanguages } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';

/** The first screen: the offered languages by their own names, the browser's first, the greeting in each of them. */
export const load = async ({ request, url, locals, setHeaders }) => {
	const settings = await readSettings(city().db);
	const ordered = orderLanguages(request.headers.get('accept-language'), settings.languages);
	const first = ordered[0] ?? 'en';
	locals.lang = first;
	setHeaders({ vary: 'accept-language' });
	const choices = await Promise.all(
		ordered.map(async (lang) => ({
			lang,
			name: languageNames[lang],
			title: (await citizenWords(lang))('first.title')
		}))
	);
	const page = url.searchParams.get('page') ?? '';
	const name = cityNameIn(settings, first);
	return {
		lang: first,
		city: name,
		demonstration: settings.demonstration,
		choices,
		page: /^\/[a-z0-9/-]*$/.test(page) ? page : ''
	};
};
