import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { sealedVoice } from '$lib/server/reply-voices.ts';
import type { RequestHandler } from './$types';

/** The city's answer spoken, sealed under its key, for whoever knows that key: docs/wire.md. A hub brings it from its city. */
export const GET: RequestHandler = async ({ params: { message, hash } }) => {
	const { db, dataFolder, hub } = city();
	const bytes = hub
		? await hub.askForVoice(message, hash)
		: await sealedVoice(db, dataFolder, message, hash);
	if (!bytes) return problemResponse('not-found', 'there is no such voice, or not for you');
	return new Response(bytes, {
		headers: {
			'content-type': 'application/octet-stream',
			'content-length': String(bytes.length),
			'cache-control': 'private, no-store'
		}
	});
};
