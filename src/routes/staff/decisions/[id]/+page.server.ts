import { error, fail } from '@sveltejs/kit';
import { decisionParts } from '$lib/domain/decision.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { wordsOfParts } from '$lib/domain/telling-words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { countBehindAny } from '$lib/server/challenge-needs.ts';
import { listChallenges } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { offeredGrounds, readGrounds } from '$lib/server/decision-grounds.ts';
import { readDecisionForm, typedDecision } from '$lib/server/decision-form.ts';
import { changeDecision, findDecision, publishDecision } from '$lib/server/decisions.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { ideasNamedBy } from '$lib/server/idea-threads.ts';
import { listNeighbourhoods, neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { listPilots } from '$lib/server/pilots.ts';
import { saidOfDecision } from '$lib/server/said-publicly.ts';
import { notLookedAt } from '$lib/server/looked-at.ts';
import { readSettings } from '$lib/server/settings.ts';
import { doneOr, revisionIn } from '$lib/server/seen-form.ts';

export const load = async ({ locals, params, url }) => {
	const { role } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const decision = (await findDecision(db, params.id)) ?? error(404, 'not-found');
	const [all, own, needs, said, places, names, { languages }, pilots] = await Promise.all([
		listChallenges(db),
		listChallenges(db, decision.challenges),
		countBehindAny(db, decision.challenges),
		saidOfDecision(db, decision.id),
		listNeighbourhoods(db),
		neighbourhoodNames(db),
		readSettings(db),
		listPilots(db)
	]);
	const chosen = await readGrounds(db, decision.id);
	const offered = await offeredGrounds(db, decision.challenges);
	const mayWrite = mayDo(role, 'publish');
	const naming = { kind: 'decision' as const, thing: decision.id };
	const others = all.filter(({ id, openedAt }) => openedAt && !decision.challenges.includes(id));
	return {
		...{ decision, own, needs, said, places, cityLanguages: languages },
		challenges: [...own, ...others],
		pilots: pilots.filter(({ publishedAt }) => publishedAt),
		// what is only on offer is for who writes
		grounds: mayWrite ? offered : [],
		/** The rounds and prioritisings on which it rests. */
		asked: offered.flatMap(({ kind, ...asked }) =>
			kind !== 'ideas' && chosen[kind].includes(asked.id) ? [{ kind, ...asked }] : []
		),
		named: mayDo(role, 'ideas.moderate') ? await ideasNamedBy(db, naming) : [],
		typed: typedDecision({ ...decision, ...chosen }),
		placeName: decision.place && (names.get(decision.place) ?? null),
		mayWrite,
		done: url.searchParams.get('done')
	};
};

export const actions = {
	change: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const form = await request.formData();
		const places = new Set((await neighbourhoodNames(db)).keys());
		const read = readDecisionForm(form, places);
		const seen = { id: params.id, revision: revisionIn(form) };
		const again = { revision: seen.revision, refused: undefined };
		if ('problems' in read) return fail(400, { ...read, ...again });
		const telling = notLookedAt(form, wordsOfParts(read.values.texts, decisionParts));
		if (telling) return fail(400, { typed: read.typed, problems: {}, telling, ...again });
		const refused = await changeDecision(db, seen, read.values, staff);
		return doneOr(refused, `/staff/decisions/${params.id}`, 'changed', read.typed);
	},
	/** Tells everybody, or takes it back. */
	publish: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const form = await request.formData();
		const seen = { id: params.id, revision: revisionIn(form) };
		const isPublic = textOf(form, 'public') === 'yes';
		const refused = await publishDecision(city().db, seen, isPublic, staff);
		return doneOr(refused, `/staff/decisions/${params.id}`, isPublic ? 'published' : 'taken');
	}
};
