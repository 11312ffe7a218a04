/** What staff do with the voices of what is said to everybody. */
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { isLanguage, type Language } from '$lib/domain/language.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { recordingIn } from '$lib/server/form-media.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readFormWithFiles } from '$lib/server/form-with-files.ts';
import { setPublicVoice } from '$lib/server/public-voices.ts';
import { withVoice } from '$lib/server/reply-voices.ts';
import { seenIn } from './seen.server.ts';

export const voiceActions = {
	/** A recording for one language, in the place of the one that was there. It is said at once. */
	voice: async ({ locals, request, url }: RequestEvent) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db, dataFolder } = city();
		const seen = seenIn(url.searchParams);
		const { form, tooLarge } = await readFormWithFiles(request);
		const lang = languageIn(form);
		const refused = (status: number, problem: VoiceProblem) =>
			fail(status, { ...seen, lang, problem });
		if (tooLarge) return refused(400, 'too-large');
		const recording = await recordingIn(form, `voice-${lang}`);
		if (!recording) return refused(400, 'none');
		if ('problem' in recording) return refused(400, recording.problem);
		const set = await withVoice(dataFolder, recording, async (voice) => ({
			refusal: await setPublicVoice(db, { ...seen, lang }, voice, staff)
		}));
		return set ? finish({ ...seen, lang }, set.refusal) : refused(507, 'no-room');
	},
	/** Its words alone are said in this language. */
	unvoice: async ({ locals, request, url }: RequestEvent) => {
		const staff = signedInWith(locals, 'publish').id;
		const seen = { ...seenIn(url.searchParams), lang: languageIn(await request.formData()) };
		return finish(seen, await setPublicVoice(city().db, seen, null, staff));
	}
};

type VoiceProblem = 'no-sound' | 'too-large' | 'no-room' | 'none';

function finish({ id, lang }: { id: string; lang: Language }, refusal?: 'unknown' | 'changed') {
	if (refusal === 'unknown') error(404, 'not-found');
	if (refusal) return fail(409, { id, isOld: true as const });
	redirect(303, `/staff/public-replies?done=spoken&change=${id}#in-${lang}`);
}

function languageIn(form: FormData): Language {
	const lang = textOf(form, 'lang');
	return isLanguage(lang) ? lang : error(400, 'bad-request');
}
