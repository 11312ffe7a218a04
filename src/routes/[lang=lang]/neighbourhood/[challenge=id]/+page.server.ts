import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { listLabs } from '$lib/server/labs.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { sayInHead } from '$lib/server/public-head.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { publishedDecisions, showDecisions } from '$lib/server/published-decisions.ts';
import { shownGrounds } from '$lib/server/published-grounds.ts';
import { publishedIdeas, showIdeas } from '$lib/server/published-ideas.ts';
import { publishedPrioritisings, showPrioritising } from '$lib/server/published-prioritisings.ts';
import { publishedPilots, showPilots } from '$lib/server/published-pilots.ts';
import { publishedRounds, showRound } from '$lib/server/published-rounds.ts';
import { readSettings } from '$lib/server/settings.ts';

/** One thing that the city asks everybody to think about, and all that has come of it. */
export const load = async ({ params, locals }) => {
	const { db } = city();
	const now = new Date();
	const [asked, rounds, ideas, decided, { languages }, names, labs] = await Promise.all([
		publishedChallenges(db, now, { id: params.challenge }),
		publishedRounds(db, params.challenge),
		publishedIdeas(db, params.challenge),
		publishedDecisions(db, { challenge: params.challenge }),
		readSettings(db),
		neighbourhoodNames(db),
		listLabs(db)
	]);
	const prioritisings = await publishedPrioritisings(db, params.challenge);
	const lang = params.lang as Language;
	const [challenge] = showChallenges(asked, lang, languages, names);
	if (!challenge) error(404);
	const { who, what } = challenge;
	await sayInHead(locals, {
		...{ lang, title: what, about: `${who}: ${what}` },
		path: `/neighbourhood/${challenge.id}`,
		picture: `/${lang}/share/${challenge.id}.png`
	});
	const named = decided.flatMap(({ pilot }) => pilot ?? []);
	const tried = await publishedPilots(db, now, { challenge: { id: challenge.id, named } });
	return {
		challenge,
		pilots: showPilots(tried, lang, languages, names, labs),
		decisions: showDecisions(decided, lang, languages, names),
		grounds: await shownGrounds(db, decided, lang, languages),
		prioritisings: prioritisings.map((each) => showPrioritising(each, lang, languages, now)),
		rounds: rounds.map((round) => showRound(round, lang, languages, now)),
		ideas: showIdeas(ideas, lang, languages)
	};
};
