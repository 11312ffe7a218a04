import { error, fail, redirect } from '@sveltejs/kit';
import { pilotParts } from '$lib/domain/pilot.ts';
import { wordsOfParts } from '$lib/domain/telling-words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { findChallenge } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { pilotChoices } from '$lib/server/pilot-choices.ts';
import { readPilotForm, typedPilot } from '$lib/server/pilot-form.ts';
import { writePilot } from '$lib/server/pilots.ts';
import { notLookedAt } from '$lib/server/looked-at.ts';
import { readSettings } from '$lib/server/settings.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'publish');
	const { db } = city();
	const challenge = await findChallenge(db, url.searchParams.get('challenge') ?? '');
	if (!challenge?.openedAt) error(404, 'not-found');
	const [{ ideas, places, labs }, { languages }] = await Promise.all([
		pilotChoices(db, challenge.id),
		readSettings(db)
	]);
	const typed = typedPilot({ place: challenge.place });
	return { challenge, typed, ideas, places, labs, cityLanguages: languages };
};

export const actions = {
	default: async ({ locals, request, url }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const challenge = url.searchParams.get('challenge') ?? '';
		const offered = await pilotChoices(db, challenge);
		const form = await request.formData();
		const read = readPilotForm(form, offered);
		if ('problems' in read) return fail(400, read);
		const telling = notLookedAt(form, wordsOfParts(read.values.texts, pilotParts));
		if (telling) return fail(400, { typed: read.typed, problems: {}, telling });
		const made = await writePilot(db, challenge, read.values, staff);
		if (made === 'not-open') error(404, 'not-found');
		if (made === 'idea') {
			return fail(409, { typed: read.typed, problems: { idea: { code: 'pilot-idea' } } });
		}
		redirect(303, `/staff/pilots/${made.id}?done=written`);
	}
};
