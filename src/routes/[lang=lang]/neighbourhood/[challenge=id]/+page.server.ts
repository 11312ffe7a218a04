import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { readSettings } from '$lib/server/settings.ts';

/** One thing that the city asks everybody to think about, and all that has come of it. */
export const load = async ({ params }) => {
	const { db } = city();
	const [challenges, { languages }, names] = await Promise.all([
		publishedChallenges(db, new Date()),
		readSettings(db),
		neighbourhoodNames(db)
	]);
	const asked = challenges.filter(({ id }) => id === params.challenge);
	const [challenge] = showChallenges(asked, params.lang as Language, languages, names);
	if (!challenge) error(404);
	return { challenge };
};
