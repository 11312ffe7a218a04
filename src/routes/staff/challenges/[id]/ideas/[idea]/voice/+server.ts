import { error } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { serveMedia } from '$lib/server/media/serve.ts';
import { findIdeaVoice } from '$lib/server/spoken.ts';
import type { RequestHandler } from './$types';

/** An idea as its person said it aloud, for those who decide whether its words are published. */
export const GET: RequestHandler = async ({ locals, params: { id, idea }, request }) => {
	signedInWith(locals, 'ideas.moderate');
	const { db, dataFolder } = city();
	const voice = await findIdeaVoice(db, id, idea);
	const answer = voice && (await serveMedia(dataFolder, voice, request));
	return answer ?? error(404, 'not-found');
};
