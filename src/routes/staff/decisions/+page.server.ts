import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { listDecisions } from '$lib/server/decisions.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readSettings } from '$lib/server/settings.ts';

export const load = async ({ locals }) => {
	signedInWith(locals, 'numbers.read');
	const { db } = city();
	const [decisions, names, { languages }] = await Promise.all([
		listDecisions(db),
		neighbourhoodNames(db),
		readSettings(db)
	]);
	return { decisions, names, cityLanguages: languages };
};
