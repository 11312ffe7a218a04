import { mayDo } from '$lib/domain/rights.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { listChallenges } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { waitingIdeas } from '$lib/server/idea-list.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readSettings } from '$lib/server/settings.ts';
import { today } from '$lib/server/today.ts';

export const load = async ({ locals }) => {
	const { role } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const [challenges, names, { languages }, waiting] = await Promise.all([
		listChallenges(db),
		neighbourhoodNames(db),
		readSettings(db),
		mayDo(role, 'ideas.moderate') ? waitingIdeas(db) : new Map<string, number>()
	]);
	return { waiting, challenges, names, cityLanguages: languages, today: today() };
};
