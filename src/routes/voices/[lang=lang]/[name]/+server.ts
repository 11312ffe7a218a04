import type { Language } from '$lib/domain/language.ts';
import { builtVoices } from '$lib/server/built-voices.ts';
import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { publishedSound } from '$lib/server/published-voices.ts';
import { answerSound } from '$lib/server/voices/answer-sound.ts';
import { soundOf } from '$lib/server/voices.ts';
import type { RequestHandler } from './$types';

/** The sound of one sentence, by its name: docs/wire.md. */
export const GET: RequestHandler = async ({ params: { lang, name }, request }) => {
	const sound = /^[a-z0-9]{11}$/.test(name)
		? // known by name at once; the others are looked through one by one
			((await publishedSound(city(), lang as Language, name)) ??
			(await soundOf(builtVoices(), lang as Language, name)))
		: undefined;
	if (!sound || sound.bytes.length === 0) {
		return problemResponse('not-found', 'no sentence with this name can be heard');
	}
	return answerSound(sound, request);
};
