import { createHash } from 'node:crypto';
import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { publishedDecisions } from '$lib/server/published-decisions.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';
import type { SharePicture } from '$lib/server/share-picture/draw.ts';
import { drawnOnce } from '$lib/server/share-picture/drawn-once.ts';
import { topicIcons } from '$lib/ui/needs/topics.ts';
import type { RequestHandler } from './$types';

/** What stands beside a shared link: of My neighbourhood, of what the city said and did, or of one challenge by its id. */
export const GET: RequestHandler = async ({ params, request }) => {
	const picture = await pictureOf(params.lang as Language, params.picture);
	if (!picture) error(404);
	const tag = createHash('sha256').update(JSON.stringify(picture)).digest('base64url').slice(0, 22);
	const headers = { etag: `"${tag}"`, 'cache-control': 'max-age=3600' };
	if (request.headers.get('if-none-match') === headers.etag)
		return new Response(null, { status: 304, headers });
	const drawn = await drawnOnce(tag, picture);
	return new Response(drawn, { headers: { ...headers, 'content-type': 'image/png' } });
};

async function pictureOf(lang: Language, name: string): Promise<SharePicture | undefined> {
	const { db } = city();
	const settings = await readSettings(db);
	if (!settings.languages.includes(lang)) return undefined;
	const t = await citizenWords(lang, 'lab');
	const cityName = cityNameIn(settings, lang);
	const of = (icon: string, title: string, below: string[] = []): SharePicture => ({
		...{ lang, icon, title, below: [cityName, ...below] }
	});
	if (name === 'neighbourhood') return of('map-pin', t('near.neighbourhood'));
	if (name === 'said') return of('message-square', t('publicReplies.title'));
	const asked = await publishedChallenges(db, new Date(), { id: name });
	const names = await neighbourhoodNames(db);
	const [challenge] = showChallenges(asked, lang, settings.languages, names);
	if (!challenge) return undefined;
	const [decided] = await publishedDecisions(db, { challenge: challenge.id });
	return of(topicIcons[challenge.topic], challenge.what, [
		challenge.placeName,
		decided ? t(`decision.outcome.${decided.outcome}`) : ''
	]);
}
