import type { Language } from '$lib/domain/language.ts';
import { byPlace } from '$lib/domain/neighbourhood-news.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { listLabs } from '$lib/server/labs.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { sayInHead } from '$lib/server/public-head.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { publishedDecisions, showDecisions } from '$lib/server/published-decisions.ts';
import { newestIdeas, showIdeas } from '$lib/server/published-ideas.ts';
import { publishedPilots, showPilots } from '$lib/server/published-pilots.ts';
import { publishedReplies, showReplies } from '$lib/server/public-replies.ts';
import { readSettings } from '$lib/server/settings.ts';

/** A place shows the newest few of all its challenges. */
const mostIdeasOfOne = 3;

/** By neighbourhood: what the city asks everybody, what people would do, what it tries out, what it decided, said and did. */
export const load = async ({ params, locals }) => {
	const { db } = city();
	const lang = params.lang as Language;
	const now = new Date();
	const [challenges, decided, { languages }, names, tried, labs, replies] = await Promise.all([
		publishedChallenges(db, now),
		publishedDecisions(db),
		readSettings(db),
		neighbourhoodNames(db),
		publishedPilots(db, now),
		listLabs(db),
		publishedReplies(db)
	]);
	const t = await citizenWords(lang, 'phone', 'lab');
	await sayInHead(locals, {
		...{ lang, path: '/neighbourhood', picture: `/${lang}/share/neighbourhood.png` },
		...{ title: t('near.neighbourhood'), about: t('neighbourhood.lead') }
	});
	const asked = challenges.filter(({ isOpen }) => isOpen);
	const ideas = await newestIdeas(
		db,
		asked.map(({ id }) => id),
		mostIdeasOfOne
	);
	const all = {
		challenges: showChallenges(asked, lang, languages, names),
		ideas: showIdeas(ideas, lang, languages),
		pilots: showPilots(tried, lang, languages, names, labs),
		decisions: showDecisions(decided, lang, languages, names),
		replies: showReplies(replies, lang, languages, names)
	};
	return { places: byPlace(all, names) };
};
