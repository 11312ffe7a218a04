import { signedInWith } from '$lib/server/authorize.ts';
import { listChallenges } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readSettings } from '$lib/server/settings.ts';
import { today } from '$lib/server/today.ts';

export const load = async ({ locals }) => {
	signedInWith(locals, 'numbers.read');
	const { db } = city();
	const [challenges, names, { languages }] = await Promise.all([
		listChallenges(db),
		neighbourhoodNames(db),
		readSettings(db)
	]);
	return { challenges, names, cityLanguages: languages, today: today() };
};
