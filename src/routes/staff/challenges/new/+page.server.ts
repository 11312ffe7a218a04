import { error, fail, redirect } from '@sveltejs/kit';
import { challengeParts } from '$lib/domain/challenge.ts';
import { wordsOfParts } from '$lib/domain/telling-words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { readChallengeForm, typedOf } from '$lib/server/challenge-form.ts';
import { writeChallenge } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { notLookedAt } from '$lib/server/looked-at.ts';
import { viewNeed } from '$lib/server/need-view.ts';
import { listNeighbourhoods, neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readSettings } from '$lib/server/settings.ts';
import { findTheme } from '$lib/server/themes.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'publish');
	const { db } = city();
	const from = await beginning(url);
	const [places, { languages }] = await Promise.all([listNeighbourhoods(db), readSettings(db)]);
	const { need, theme } = from;
	return {
		need: need && { id: need.id, number: need.number },
		theme: theme && { id: theme.id, name: theme.name },
		typed: need
			? typedOf({ place: need.place, topic: need.topic })
			: typedOf({ ...(theme?.rule?.topic && { topic: theme.rule.topic }) }),
		places,
		cityLanguages: languages
	};
};

export const actions = {
	default: async ({ locals, request, url }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const { need, theme } = await beginning(url);
		const places = new Set((await neighbourhoodNames(db)).keys());
		const form = await request.formData();
		const read = readChallengeForm(form, places);
		if ('problems' in read) return fail(400, read);
		const telling = notLookedAt(form, wordsOfParts(read.values.texts, challengeParts));
		if (telling) return fail(400, { typed: read.typed, problems: {}, telling });
		const behind = { needs: need ? [need.id] : [], themes: theme ? [theme.id] : [] };
		const made = await writeChallenge(db, read.values, behind, staff);
		if (made === 'no-needs') {
			return fail(409, { typed: read.typed, problems: { topic: { code: 'challenge-needs' } } });
		}
		redirect(303, `/staff/challenges/${made.id}?done=written`);
	}
};

/** The need or the theme from which it begins. @throws 404 where there is none: nobody has asked for it then */
async function beginning(url: URL) {
	const { db } = city();
	const [need, theme] = await Promise.all([
		viewNeed(db, url.searchParams.get('need') ?? ''),
		findTheme(db, url.searchParams.get('theme') ?? '')
	]);
	return need || theme ? { need, theme } : error(404, 'not-found');
}
