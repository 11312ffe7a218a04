import { error, fail } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { newIdeaIdentity, readIdeaPost, receiveIdea } from '$lib/server/receive-idea.ts';
import { readSettings } from '$lib/server/settings.ts';
import { textOf } from '$lib/server/form-problems.ts';

/** The challenge for which an idea is said. */
export const load = async ({ params }) => {
	const { db } = city();
	const [challenges, { languages }, names] = await Promise.all([
		publishedChallenges(db, new Date()),
		readSettings(db),
		neighbourhoodNames(db)
	]);
	const asked = challenges.filter(({ id }) => id === params.challenge);
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
	send: async ({ request, params, getClientAddress }) => {
		const form = await request.formData();
		const { idea, isFit } = readIdeaPost(form, params.challenge);
		if (!isFit) return fail(422, { view: 'write' as const, idea });
		const [now, address] = [new Date(), getClientAddress()];
		const taken = await receiveIdea(city(), idea, form, params.lang, now, address);
		const identity = { id: textOf(form, 'id'), code: textOf(form, 'code') };
		if (!taken) return fail(503, { view: 'check' as const, idea, identity, isLate: true });
		return { view: 'sent' as const, idea, taken, code: identity.code };
	}
};
