import { city } from '$lib/server/city.ts';
import { serveMedia } from '$lib/server/media/serve.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { bringPublicVoice, findPublicVoice } from '$lib/server/public-voices.ts';
import type { RequestHandler } from './$types';

/** What the city says to everybody, spoken: docs/wire.md. A hub brings it from its city the first time. */
export const GET: RequestHandler = async ({ params: { sha256 }, request }) => {
	const { db, dataFolder, hub } = city();
	const voice = await findPublicVoice(db, sha256);
	if (voice && hub) {
		await bringPublicVoice(dataFolder, voice, (asked) => hub.askForPublicVoice(asked));
	}
	const shown = voice && { ...voice, name: 'city-voice' };
	const answer = shown && (await serveMedia(dataFolder, shown, request));
	return answer ?? problemResponse('not-found', 'nothing that is said now has this voice');
};
