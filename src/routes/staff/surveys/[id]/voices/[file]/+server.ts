import { error } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { serveMedia } from '$lib/server/media/serve.ts';
import { findSpokenAnswer } from '$lib/server/spoken.ts';
import type { RequestHandler } from './$types';

/** An answer to a survey by voice, for those who may read what people wrote. */
export const GET: RequestHandler = async ({ locals, params: { id, file }, request }) => {
	signedInWith(locals, 'surveys.words');
	const { db, dataFolder } = city();
	const voice = await findSpokenAnswer(db, id, file);
	const answer = voice && (await serveMedia(dataFolder, voice, request));
	return answer ?? error(404, 'not-found');
};
