import { error } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { serveMedia } from '$lib/server/media/serve.ts';
import { findVoiceOfNeed } from '$lib/server/reply-voices.ts';
import { mayReach } from '$lib/server/reach.ts';
import type { RequestHandler } from './$types';

/** The voice of an answer that this need reads, for staff only. */
export const GET: RequestHandler = async ({ locals, params: { need, message }, request }) => {
	const member = signedInWith(locals, 'needs.read');
	const { db, dataFolder } = city();
	if (!(await mayReach(db, member, need))) error(404, 'not-found');
	const voice = await findVoiceOfNeed(db, need, message);
	const answer = voice && (await serveMedia(dataFolder, voice, request));
	return answer ?? error(404, 'not-found');
};
