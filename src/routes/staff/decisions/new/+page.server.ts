import { error, fail, redirect } from '@sveltejs/kit';
import { decisionParts } from '$lib/domain/decision.ts';
import { wordsOfParts } from '$lib/domain/telling-words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { findChallenge, listChallenges } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { offeredGrounds } from '$lib/server/decision-grounds.ts';
import { readDecisionForm, typedDecision } from '$lib/server/decision-form.ts';
import { writeDecision } from '$lib/server/decisions.ts';
import { listNeighbourhoods, neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { listPilots } from '$lib/server/pilots.ts';
import { notLookedAt } from '$lib/server/looked-at.ts';
import { readSettings } from '$lib/server/settings.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'publish');
	const { db } = city();
	const challenge = await findChallenge(db, url.searchParams.get('challenge') ?? '');
	if (!challenge?.openedAt) error(404, 'not-found');
	const [all, places, { languages }, pilots, grounds] = await Promise.all([
		listChallenges(db),
		listNeighbourhoods(db),
		readSettings(db),
		listPilots(db),
		offeredGrounds(db, [challenge.id])
	]);
	const { id, place, topic } = challenge;
	return {
		id,
		challenges: all.filter(({ openedAt }) => openedAt),
		pilots: pilots.filter(({ publishedAt }) => publishedAt),
		typed: typedDecision({ challenges: [id], place, topic, pilot: url.searchParams.get('pilot') }),
		...{ places, grounds },
		cityLanguages: languages
	};
};

export const actions = {
	default: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const places = new Set((await neighbourhoodNames(db)).keys());
		const form = await request.formData();
		const read = readDecisionForm(form, places);
		if ('problems' in read) return fail(400, read);
		const telling = notLookedAt(form, wordsOfParts(read.values.texts, decisionParts));
		if (telling) return fail(400, { typed: read.typed, problems: {}, telling });
		const made = await writeDecision(db, read.values, staff);
		if (made === 'not-open') {
			const problems = { challenge: { code: 'decision-challenge' } };
			return fail(409, { typed: read.typed, problems });
		}
		if (made === 'pilot') {
			const problems = { pilot: { code: 'decision-pilot' } };
			return fail(409, { typed: read.typed, problems });
		}
		if (made === 'grounds') {
			const problems = { grounds: { code: 'decision-grounds' } };
			return fail(409, { typed: read.typed, problems });
		}
		redirect(303, `/staff/decisions/${made.id}?done=written`);
	}
};
