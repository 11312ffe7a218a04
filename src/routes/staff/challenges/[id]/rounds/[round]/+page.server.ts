import { error, fail } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/rights.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { findChallenge } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { listDecisions } from '$lib/server/decisions.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { notLookedAt, wordsOfRows } from '$lib/server/looked-at.ts';
import { readRoundForm, typedRound } from '$lib/server/round-form.ts';
import { changeRound, findRound, openRound } from '$lib/server/rounds.ts';
import { readSettings } from '$lib/server/settings.ts';
import { doneOr, revisionIn } from '$lib/server/seen-form.ts';
import { today } from '$lib/server/today.ts';

type Params = { id: string; round: string };

export const load = async ({ locals, params, url }) => {
	const { role } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const round = await known(params);
	const challenge = (await findChallenge(db, round.challenge)) ?? error(404, 'not-found');
	const { languages } = await readSettings(db);
	return {
		decisions: await listDecisions(db, { on: { kind: 'rounds', thing: round.id } }),
		...{ round, challenge, typed: typedRound(round), cityLanguages: languages, today: today() },
		mayWrite: mayDo(role, 'publish'),
		done: url.searchParams.get('done')
	};
};

export const actions = {
	change: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const form = await request.formData();
		const read = readRoundForm(form, await known(params));
		const seen = { id: params.round, revision: revisionIn(form) };
		const again = { revision: seen.revision, refused: undefined };
		if ('problems' in read) return fail(400, { ...read, ...again });
		const telling = notLookedAt(form, wordsOfRows(read.typed.rows));
		if (telling) return fail(400, { typed: read.typed, problems: {}, telling, ...again });
		const refused = await changeRound(city().db, seen, read.values, staff);
		return doneOr(refused, pageOf(params), 'changed', read.typed);
	},
	/** Asks everybody, or ends it. */
	open: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const form = await request.formData();
		await known(params);
		const seen = { id: params.round, revision: revisionIn(form) };
		const isOpen = textOf(form, 'open') === 'yes';
		const refused = await openRound(city().db, seen, isOpen, staff);
		return doneOr(refused, pageOf(params), isOpen ? 'opened' : 'closed');
	}
};

/** @throws 404 where this challenge has no such round */
async function known({ id, round }: Params) {
	return (await findRound(city().db, { challenge: id, id: round })) ?? error(404, 'not-found');
}

function pageOf({ id, round }: Params): string {
	return `/staff/challenges/${id}/rounds/${round}`;
}
