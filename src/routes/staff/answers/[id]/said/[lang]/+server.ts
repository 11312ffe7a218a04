import { error } from '@sveltejs/kit';
import { isLanguage } from '$lib/domain/language.ts';
import { readBatchFor } from '$lib/server/answers.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { serveMedia } from '$lib/server/media/serve.ts';
import type { RequestHandler } from './$types';

/** The voice of an answer to many needs in a language, for staff who see that answer. */
export const GET: RequestHandler = async ({ locals, params: { id, lang }, request }) => {
	const member = signedInWith(locals, 'needs.answer');
	const { db, dataFolder } = city();
	const batch = await readBatchFor(db, member, id);
	const voice = isLanguage(lang) ? batch?.voices[lang] : undefined;
	if (!voice) error(404, 'not-found');
	const shown = { sha256: voice.file, type: voice.type, name: `answers-${lang}` };
	return (await serveMedia(dataFolder, shown, request)) ?? error(404, 'not-found');
};
