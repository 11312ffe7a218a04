import type { Language } from '$lib/domain/language.ts';
import { placesOf, publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { publishedDecisions, showDecisions } from '$lib/server/published-decisions.ts';
import { readSettings } from '$lib/server/settings.ts';

/** What the city asks everybody to think about, by neighbourhood, and what it decided. */
export const load = async ({ params }) => {
	const { db } = city();
	const lang = params.lang as Language;
	const [challenges, decided, { languages }, names] = await Promise.all([
		publishedChallenges(db, new Date()),
		publishedDecisions(db),
		readSettings(db),
		neighbourhoodNames(db)
	]);
	const asked = challenges.filter(({ isOpen }) => isOpen);
	return {
		places: placesOf(showChallenges(asked, lang, languages, names)),
		decisions: showDecisions(decided, lang, languages, names)
	};
};
