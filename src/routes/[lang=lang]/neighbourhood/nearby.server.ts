import { type NearIdea } from '$lib/domain/near.ts';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { listLabs } from '$lib/server/labs.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { publishedDecisions, showDecisions } from '$lib/server/published-decisions.ts';
import { newestIdeas, showIdeas } from '$lib/server/published-ideas.ts';
import { publishedPilots, showPilots } from '$lib/server/published-pilots.ts';
import { readSettings } from '$lib/server/settings.ts';
import { shownReplies } from '../sessions/public-replies.server.ts';

/** All that everybody may read, in all neighbourhoods or in one, as a page in this language shows it. */
export async function readNearby(lang: Language, now: Date, place?: string) {
	const { db } = city();
	const [challenges, decided, { languages }, names, tried, labs, replies] = await Promise.all([
		publishedChallenges(db, now, { place }),
		publishedDecisions(db, undefined, place),
		readSettings(db),
		neighbourhoodNames(db),
		publishedPilots(db, now, place),
		listLabs(db),
		shownReplies(lang, place)
	]);
	const shown = showChallenges(challenges, lang, languages, names);
	const askedById = new Map(shown.map((challenge) => [challenge.id, challenge]));
	const said = await newestIdeas(db, [...askedById.keys()]);
	const ideas = showIdeas(said, lang, languages).flatMap((idea): NearIdea[] => {
		const { id, challenge, text, lang } = idea;
		const asked = askedById.get(challenge);
		if (!asked) return [];
		const { topic, place, what } = asked;
		return [{ id, challenge, text, lang, topic, place, asked: what, askedLang: asked.lang }];
	});
	return {
		...{ challenges: shown.filter(({ isOpen }) => isOpen), ideas },
		pilots: showPilots(tried, lang, languages, names, labs),
		decisions: showDecisions(decided, lang, languages, names),
		// their voices are where all of them stand
		replies: replies.map(({ voice: _, ...reply }) => reply)
	};
}

/** The neighbourhood that an address asks for: its id; empty where it asks for none that there is. */
export async function placeAsked(url: URL): Promise<string> {
	const asked = url.searchParams.get('place') ?? '';
	return (await neighbourhoodNames(city().db)).has(asked) ? asked : '';
}
