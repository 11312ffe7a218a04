import { error, fail } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { isBlank } from '$lib/domain/words.ts';
import { city } from '$lib/server/city.ts';
import { readFormMedia, type FormMediaProblem } from '$lib/server/form-media.ts';
import { readFormWithFiles } from '$lib/server/form-with-files.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { newIdeaIdentity, readIdeaPost, receiveIdea } from '$lib/server/receive-idea.ts';
import { readSettings } from '$lib/server/settings.ts';
import { textOf } from '$lib/server/form-problems.ts';

/** Why the page to look at it comes back: it has neither words nor a recording, the file cannot be taken, or nobody took it. */
export type IdeaCheckProblem = 'blank' | 'late' | FormMediaProblem;

/** The challenge for which an idea is said. */
export const load = async ({ params }) => {
	const { db } = city();
	const [asked, { languages }, names] = await Promise.all([
		publishedChallenges(db, new Date(), { id: params.challenge }),
		readSettings(db),
		neighbourhoodNames(db)
	]);
	const [challenge] = showChallenges(asked, params.lang as Language, languages, names);
	return { challenge: challenge ?? error(404) };
};

export const actions = {
	/** Without the page's script: what was written comes back to be looked at, with the identity that a second tap has too. */
	check: async ({ request, params }) => {
		const { idea, isFit } = readIdeaPost(await request.formData(), params.challenge);
		if (!isFit) return fail(422, { view: 'write' as const, idea });
		return { view: 'check' as const, idea, identity: newIdeaIdentity(new Date()) };
	},
	/** A recording is added there, because a form cannot hand files on. */
	send: async ({ request, params, getClientAddress }) => {
		const { form, tooLarge } = await readFormWithFiles(request);
		const { idea, isFit } = readIdeaPost(form, params.challenge);
		if (!isFit) return fail(422, { view: 'write' as const, idea });
		const identity = { id: textOf(form, 'id'), code: textOf(form, 'code') };
		const again = (status: number, problem: IdeaCheckProblem) =>
			fail(status, { view: 'check' as const, idea, identity, problem });
		if (tooLarge) return again(413, 'too-large');
		// photos are no part of an idea
		form.delete('photo');
		const files = await readFormMedia(form);
		if ('problem' in files) return again(422, files.problem);
		const { media } = files;
		if (isBlank(idea.words) && media.length === 0) return again(422, 'blank');
		const about = { lang: params.lang, now: new Date(), media, address: getClientAddress() };
		const taken = await receiveIdea(city(), idea, form, about);
		if (taken === 'no-room') return again(507, 'no-room');
		if (!taken) return again(503, 'late');
		return { view: 'sent' as const, idea, taken, code: identity.code };
	}
};
