import { city } from '$lib/server/city.ts';
import { serveMedia } from '$lib/server/media/serve.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { findVoice } from '$lib/server/reply-voices.ts';
import type { RequestHandler } from './$types';

/** The city's answer spoken, for a page without script that was drawn for whoever has the code: the key is in her news alone. */
export const GET: RequestHandler = async ({ params: { message, key }, request }) => {
	const { db, dataFolder } = city();
	const voice = await findVoice(db, message, key);
	const answer = voice && (await serveMedia(dataFolder, voice, request));
	return answer ?? problemResponse('not-found', 'there is no such voice, or not for you');
};
