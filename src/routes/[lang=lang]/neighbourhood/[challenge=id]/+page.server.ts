import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { listLabs } from '$lib/server/labs.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { publishedDecisions, showDecisions } from '$lib/server/published-decisions.ts';
import { publishedIdeas, showIdeas } from '$lib/server/published-ideas.ts';
import { publishedPrioritisings, showPrioritising } from '$lib/server/published-prioritisings.ts';
import { publishedPilots, showPilots } from '$lib/server/published-pilots.ts';
import { publishedRounds, showRound } from '$lib/server/published-rounds.ts';
import { readSettings } from '$lib/server/settings.ts';

/** One thing that the city asks everybody to think about, and all that has come of it. */
export const load = async ({ params }) => {
	const { db, origin } = city();
	const now = new Date();
	const [challenges, rounds, ideas, decided, { languages }, names, tried, labs] = await Promise.all(
		[
			publishedChallenges(db, now, { id: params.challenge }),
			publishedRounds(db, params.challenge),
			publishedIdeas(db, params.challenge),
			publishedDecisions(db, params.challenge),
			readSettings(db),
			neighbourhoodNames(db),
			publishedPilots(db, now),
			listLabs(db)
		]
	);
	const prioritisings = await publishedPrioritisings(db, params.challenge);
	const lang = params.lang as Language;
	const [challenge] = showChallenges(challenges, lang, languages, names);
	if (!challenge) error(404);
	const isNamed = (id: string) => decided.some(({ pilot }) => pilot === id);
	const shown = tried.filter((each) => each.challenge === challenge.id || isNamed(each.id));
	return {
		...{ challenge, origin },
		pilots: showPilots(shown, lang, languages, names, labs),
		decisions: showDecisions(decided, lang, languages, names),
		prioritisings: prioritisings.map((each) => showPrioritising(each, lang, languages, now)),
		rounds: rounds.map((round) => showRound(round, lang, languages, now)),
		ideas: showIdeas(ideas, lang, languages)
	};
};
