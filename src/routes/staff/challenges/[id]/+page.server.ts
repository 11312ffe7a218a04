import { error, fail, redirect } from '@sveltejs/kit';
import { challengeParts } from '$lib/domain/challenge.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { shownCount } from '$lib/domain/small-numbers.ts';
import { wordsOfParts } from '$lib/domain/telling-words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { readChallengeForm } from '$lib/server/challenge-form.ts';
import { countBehind, mostCounted, newestBehind } from '$lib/server/challenge-needs.ts';
import {
	changeChallenge,
	findChallenge,
	openChallenge,
	setNeed,
	themesBehind
} from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { listDecisions } from '$lib/server/decisions.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { waitingIdeas } from '$lib/server/idea-list.ts';
import { notLookedAt } from '$lib/server/looked-at.ts';
import { findByNumber } from '$lib/server/need-view.ts';
import { listNeighbourhoods, neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { beginPrioritising, listPrioritisings } from '$lib/server/prioritisings.ts';
import { listPilots } from '$lib/server/pilots.ts';
import { beginRound, listRounds } from '$lib/server/rounds.ts';
import { readSettings } from '$lib/server/settings.ts';
import { doneOr, revisionIn } from '$lib/server/seen-form.ts';
import { readSupports } from '$lib/server/supports.ts';
import { today } from '$lib/server/today.ts';

export const load = async ({ locals, params, url }) => {
	const { role } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const challenge = (await findChallenge(db, params.id)) ?? error(404, 'not-found');
	// whoever reads no needs, or only what was passed to a department, sees what everybody may
	const readsAll = mayDo(role, 'needs.read') && role !== 'department';
	const [supports, count, newest, themes, decisions, places, names, { languages }, rounds, pilots] =
		await Promise.all([
			readSupports(db, challenge.id),
			countBehind(db, challenge.id),
			readsAll ? newestBehind(db, challenge.id) : [],
			themesBehind(db, challenge.id),
			listDecisions(db, { challenge: challenge.id }),
			listNeighbourhoods(db),
			neighbourhoodNames(db),
			readSettings(db),
			listRounds(db, challenge.id),
			listPilots(db, { challenge: challenge.id })
		]);
	const parts = { newest, rounds, themes, decisions, pilots, places };
	const prioritisings = await listPrioritisings(db, challenge.id);
	return {
		prioritisings,
		...{ challenge, ...parts, cityLanguages: languages, today: today() },
		supports: shownCount(supports),
		behind: { count, isCut: count === mostCounted },
		placeName: challenge.place && (names.get(challenge.place) ?? null),
		mayWrite: mayDo(role, 'publish'),
		mayModerate: mayDo(role, 'ideas.moderate'),
		waiting: mayDo(role, 'ideas.moderate') ? ((await waitingIdeas(db)).get(challenge.id) ?? 0) : 0,
		mayReadThemes: mayDo(role, 'needs.read'),
		done: url.searchParams.get('done')
	};
};

export const actions = {
	change: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const form = await request.formData();
		const places = new Set((await neighbourhoodNames(db)).keys());
		const read = readChallengeForm(form, places);
		const seen = { id: params.id, revision: revisionIn(form) };
		const again = { revision: seen.revision, refused: undefined };
		if ('problems' in read) return fail(400, { ...read, ...again });
		const telling = notLookedAt(form, wordsOfParts(read.values.texts, challengeParts));
		if (telling) return fail(400, { typed: read.typed, problems: {}, telling, ...again });
		const refused = await changeChallenge(db, seen, read.values, staff);
		return doneOr(refused, `/staff/challenges/${params.id}`, 'changed', read.typed);
	},
	/** Opens it to everybody, or closes it. */
	open: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const form = await request.formData();
		const seen = { id: params.id, revision: revisionIn(form) };
		const isOpen = textOf(form, 'open') === 'yes';
		const refused = await openChallenge(city().db, seen, isOpen, staff);
		return doneOr(refused, `/staff/challenges/${params.id}`, isOpen ? 'opened' : 'closed');
	},
	/** Begins a round on it. */
	round: async ({ locals, params }) => {
		const staff = signedInWith(locals, 'publish').id;
		const round = await beginRound(city().db, params.id, staff);
		if (!round) error(404, 'not-found');
		redirect(303, `/staff/challenges/${params.id}/rounds/${round}?done=begun`);
	},
	/** Begins a prioritising on it. */
	prioritising: async ({ locals, params }) => {
		const staff = signedInWith(locals, 'publish').id;
		const begun = await beginPrioritising(city().db, params.id, staff);
		if (!begun) error(404, 'not-found');
		redirect(303, `/staff/challenges/${params.id}/prioritisings/${begun}?done=begun`);
	},
	/** Puts a need behind it by its number, or takes one out. */
	need: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const form = await request.formData();
		const need = await findByNumber(db, textOf(form, 'number'));
		if (!need) redirect(303, `/staff/challenges/${params.id}?done=no-need#needs`);
		const isBehind = textOf(form, 'in') === 'yes';
		const refused = await setNeed(db, { challenge: params.id, need, isBehind }, staff);
		return doneOr(refused, `/staff/challenges/${params.id}`, isBehind ? 'put' : 'taken');
	}
};
