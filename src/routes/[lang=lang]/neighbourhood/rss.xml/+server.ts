import type { Language } from '$lib/domain/language.ts';
import { textIn } from '$lib/domain/public-reply.ts';
import { rssFile, type RssItem } from '$lib/domain/rss-file.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { listLabs } from '$lib/server/labs.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { publishedReplies } from '$lib/server/public-replies.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { publishedDecisions, showDecisions } from '$lib/server/published-decisions.ts';
import { publishedPilots, showPilots } from '$lib/server/published-pilots.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';
import { taggedText } from '$lib/server/tagged-text.ts';
import type { RequestHandler } from './$types';

/** What the city asks everybody, what it tries out, and what it said and did, for readers of news; asked again, it costs nothing where nothing changed. */
export const GET: RequestHandler = async ({ params, url }) => {
	const lang = params.lang as Language;
	const { db, origin } = city();
	const now = new Date();
	const place = url.searchParams.get('place') ?? undefined;
	const names = await neighbourhoodNames(db);
	const placeName = place === undefined ? '' : names.get(place);
	if (placeName === undefined) {
		return problemResponse('not-found', 'there is no such neighbourhood');
	}
	const [t, challenges, decided, replies, settings, tried, labs] = await Promise.all([
		citizenWords(lang, 'phone', 'lab'),
		publishedChallenges(db, now, { place }),
		publishedDecisions(db, { place }),
		publishedReplies(db, place),
		readSettings(db),
		publishedPilots(db, now, { place }),
		listLabs(db)
	]);
	const page = `${origin ?? url.origin}/${lang}/neighbourhood`;
	const opened = new Map(challenges.map(({ id, openedAt }) => [id, new Date(openedAt)]));
	const asked = showChallenges(challenges, lang, settings.languages, names).map(
		({ id, who, what, why, placeName }): RssItem => ({
			...{ id, title: `${t('neighbourhood.what')}: ${what}`, link: `${page}#${id}` },
			words: [`${t('neighbourhood.who')}: ${who}`, `${t('neighbourhood.why')}: ${why}`, placeName]
				.filter(Boolean)
				.join('\n'),
			at: opened.get(id) ?? new Date(0)
		})
	);
	const decidedAt = new Map(decided.map(({ id, decidedAt }) => [id, new Date(decidedAt)]));
	const decisions = showDecisions(decided, lang, settings.languages, names).map(
		({ id, challenges, outcome, what, why, when }): RssItem => ({
			...{ id, title: `${t(`decision.outcome.${outcome}`)}: ${what}` },
			link: `${page}/${challenges[0]}#${id}`,
			words: [why, when].filter(Boolean).join('\n'),
			at: decidedAt.get(id) ?? new Date(0)
		})
	);
	const triedAt = new Map(tried.map(({ id, publishedAt }) => [id, new Date(publishedAt)]));
	const pilots = showPilots(tried, lang, settings.languages, names, labs).map(
		({ id, challenge, stage, what, who, learned, from, until }): RssItem => ({
			...{ id, title: `${t(`pilot.stage.${stage}`)}: ${what}` },
			link: `${page}/${challenge}#${id}`,
			words: [who, t('pilot.days', { from, until }), learned].filter(Boolean).join('\n'),
			at: triedAt.get(id) ?? new Date(0)
		})
	);
	const told = replies.flatMap(({ id, saidAt, texts }): RssItem[] => {
		const written = Object.keys(texts) as Language[];
		const text = textIn(texts, [lang, ...settings.languages, ...written]);
		if (!text) return [];
		const link = `${origin ?? url.origin}/${lang}/sessions#city`;
		return [{ id, title: text.done, words: text.said, link, at: new Date(saidAt) }];
	});
	const items = [...asked, ...pilots, ...decisions, ...told].sort(
		(a, b) => b.at.getTime() - a.at.getTime()
	);
	const channel = {
		title: `${cityNameIn(settings, lang)}: ${placeName || t('near.neighbourhood')}`,
		...{
			lang,
			page,
			about: t('neighbourhood.lead'),
			self: `${page}/rss.xml${place === undefined ? '' : `?place=${encodeURIComponent(place)}`}`
		}
	};
	return taggedText(rssFile(channel, items), 'application/rss+xml; charset=utf-8');
};
