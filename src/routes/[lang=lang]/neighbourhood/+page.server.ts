import type { Language } from '$lib/domain/language.ts';
import { placesOf, publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readSettings } from '$lib/server/settings.ts';

/** What the city asks everybody to think about, by neighbourhood. */
export const load = async ({ params }) => {
	const { db } = city();
	const [challenges, { languages }, names] = await Promise.all([
		publishedChallenges(db, new Date()),
		readSettings(db),
		neighbourhoodNames(db)
	]);
	return {
		places: placesOf(showChallenges(challenges, params.lang as Language, languages, names))
	};
};
