/** What staff do with the voices of an answer to many needs before it is sent. */
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { isLanguage, type Language } from '$lib/domain/language.ts';
import { setVoice } from '$lib/server/answer-voices.ts';
import { readBatchFor } from '$lib/server/answers.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { recordingIn } from '$lib/server/form-media.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readFormWithFiles } from '$lib/server/form-with-files.ts';
import { withVoice } from '$lib/server/reply-voices.ts';
import type { RouteParams } from './$types';

type Event = RequestEvent<RouteParams>;

/** Why a voice is as it was; `late`: the answer is being sent. */
export type VoiceProblem = 'no-sound' | 'too-large' | 'no-room' | 'none' | 'late';

const refused = (status: number, lang: Language, problem: VoiceProblem) =>
	fail(status, { lang, problem });

export const voiceActions = {
	/** A recording for one language, in the place of the one that was there. */
	voice: async (event: Event) => {
		const staff = await writerOf(event);
		const { db, dataFolder } = city();
		const { form, tooLarge } = await readFormWithFiles(event.request);
		const lang = languageIn(form);
		if (tooLarge) return refused(400, lang, 'too-large');
		const recording = await recordingIn(form, `voice-${lang}`);
		if (!recording) return refused(400, lang, 'none');
		if ('problem' in recording) return refused(400, lang, recording.problem);
		const batch = event.params.id;
		const isSet = await withVoice(dataFolder, recording, (voice) =>
			setVoice(db, { batch, lang, staff }, voice)
		);
		if (isSet === undefined) return refused(507, lang, 'no-room');
		return isSet ? seen(batch, lang) : refused(409, lang, 'late');
	},
	/** Its words alone are said in this language. */
	unvoice: async (event: Event) => {
		const staff = await writerOf(event);
		const lang = languageIn(await event.request.formData());
		const batch = event.params.id;
		const isTaken = await setVoice(city().db, { batch, lang, staff }, null);
		return isTaken ? seen(batch, lang) : refused(409, lang, 'late');
	}
};

/** What is only prepared is its writer's. */
async function writerOf({ locals, params }: Event): Promise<string> {
	const staff = signedInWith(locals, 'needs.answer');
	const batch = (await readBatchFor(city().db, staff, params.id)) ?? error(404, 'not-found');
	if (batch.staff !== staff.id) error(403, 'forbidden');
	return staff.id;
}

function languageIn(form: FormData): Language {
	const lang = textOf(form, 'lang');
	return isLanguage(lang) ? lang : error(400, 'bad-request');
}

function seen(batch: string, lang: Language): never {
	redirect(303, `/staff/answers/${batch}#in-${lang}`);
}
