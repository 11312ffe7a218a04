import { error, fail, redirect } from '@sveltejs/kit';
import { pilotParts } from '$lib/domain/pilot.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { wordsOfParts } from '$lib/domain/telling-words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { findChallenge } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { listDecisions } from '$lib/server/decisions.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { ideasNamedBy } from '$lib/server/idea-threads.ts';
import { pilotChoices } from '$lib/server/pilot-choices.ts';
import { beginFeedback, listFeedback } from '$lib/server/pilot-feedback.ts';
import { readPilotForm, typedPilot } from '$lib/server/pilot-form.ts';
import { changePilot, findPilot, pilotSteps, stepPilot } from '$lib/server/pilots.ts';
import { notLookedAt } from '$lib/server/looked-at.ts';
import { readSettings } from '$lib/server/settings.ts';
import { doneOr, revisionIn } from '$lib/server/seen-form.ts';
import { today } from '$lib/server/today.ts';

export const load = async ({ locals, params, url }) => {
	const { role } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const pilot = (await findPilot(db, params.id)) ?? error(404, 'not-found');
	const [challenge, { names, ...offered }, rounds, decisions, { languages }] = await Promise.all([
		findChallenge(db, pilot.challenge),
		pilotChoices(db, pilot.challenge, pilot),
		listFeedback(db, pilot.id),
		listDecisions(db, { challenge: pilot.challenge }),
		readSettings(db)
	]);
	const mayWrite = mayDo(role, 'publish');
	const mayAsk = mayDo(role, 'surveys.write');
	const parts = { pilot, challenge, places: offered.places, labs: offered.labs };
	const naming = { kind: 'pilot' as const, thing: pilot.id };
	return {
		named: mayDo(role, 'ideas.moderate') ? await ideasNamedBy(db, naming) : [],
		...{ ...parts, mayWrite, mayAsk, cityLanguages: languages, today: today() },
		// what is only on offer, or still being written, is for who writes
		ideas: offered.ideas.filter(({ id }) => mayWrite || pilot.ideas.includes(id)),
		rounds: rounds.filter(({ publishedAt }) => mayAsk || publishedAt),
		decisions: decisions.filter((each) => each.pilot === pilot.id),
		typed: typedPilot(pilot),
		placeName: pilot.place && (names.get(pilot.place) ?? null),
		done: url.searchParams.get('done')
	};
};

export const actions = {
	change: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const form = await request.formData();
		const pilot = (await findPilot(db, params.id)) ?? error(404, 'not-found');
		const read = readPilotForm(form, await pilotChoices(db, pilot.challenge, pilot));
		const seen = { id: pilot.id, revision: revisionIn(form) };
		const again = { revision: seen.revision, refused: undefined };
		if ('problems' in read) return fail(400, { ...read, ...again });
		const telling = notLookedAt(form, wordsOfParts(read.values.texts, pilotParts));
		if (telling) return fail(400, { typed: read.typed, problems: {}, telling, ...again });
		const refused = await changePilot(db, seen, read.values, staff);
		return doneOr(refused, `/staff/pilots/${pilot.id}`, 'changed', read.typed);
	},
	/** Tells everybody, takes it back, says that it is over or that it goes on. */
	step: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const form = await request.formData();
		const step = pilotSteps.find((each) => each === textOf(form, 'step'));
		if (!step) error(404, 'not-found');
		const seen = { id: params.id, revision: revisionIn(form) };
		return doneOr(
			await stepPilot(city().db, seen, step, staff),
			`/staff/pilots/${params.id}`,
			step
		);
	},
	/** Begins the next round of feedback, which nobody is asked yet. */
	feedback: async ({ locals, params }) => {
		const staff = signedInWith(locals, 'surveys.write').id;
		const survey = await beginFeedback(city().db, params.id, staff);
		if (!survey) error(404, 'not-found');
		redirect(303, `/staff/surveys/${survey}`);
	}
};
