import type { Language } from '$lib/domain/language.ts';
import { placesOf, publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { listLabs } from '$lib/server/labs.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { sayInHead } from '$lib/server/public-head.ts';
import { publishedDecisions, showDecisions } from '$lib/server/published-decisions.ts';
import { publishedPilots, showPilots } from '$lib/server/published-pilots.ts';
import { readSettings } from '$lib/server/settings.ts';

/** What the city asks everybody to think about, by neighbourhood, what it tries out, and what it decided. */
export const load = async ({ params, locals }) => {
	const { db } = city();
	const lang = params.lang as Language;
	const now = new Date();
	const [challenges, decided, { languages }, names, tried, labs] = await Promise.all([
		publishedChallenges(db, now),
		publishedDecisions(db),
		readSettings(db),
		neighbourhoodNames(db),
		publishedPilots(db, now),
		listLabs(db)
	]);
	const t = await citizenWords(lang, 'phone', 'lab');
	await sayInHead(locals, {
		...{ lang, path: '/neighbourhood', picture: `/${lang}/share/neighbourhood.png` },
		...{ title: t('near.neighbourhood'), about: t('neighbourhood.lead') }
	});
	const asked = challenges.filter(({ isOpen }) => isOpen);
	return {
		places: placesOf(showChallenges(asked, lang, languages, names)),
		pilots: showPilots(tried, lang, languages, names, labs),
		decisions: showDecisions(decided, lang, languages, names)
	};
};
