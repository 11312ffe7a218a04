import { error, fail } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/rights.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { findChallenge } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { listDecisions } from '$lib/server/decisions.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { notLookedAt, wordsOfRows } from '$lib/server/looked-at.ts';
import { ideasNamedBy } from '$lib/server/idea-threads.ts';
import { publicIdeas } from '$lib/server/idea-list.ts';
import { readPrioritisingForm, typedPrioritising } from '$lib/server/prioritising-form.ts';
import {
	changePrioritising,
	findPrioritising,
	openPrioritising
} from '$lib/server/prioritisings.ts';
import { readSettings } from '$lib/server/settings.ts';
import { doneOr, revisionIn } from '$lib/server/seen-form.ts';
import { today } from '$lib/server/today.ts';

type Params = { id: string; prioritising: string };

export const load = async ({ locals, params, url }) => {
	const { role } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const prioritising = await known(params);
	const challenge = (await findChallenge(db, prioritising.challenge)) ?? error(404, 'not-found');
	const mayWrite = mayDo(role, 'publish');
	const ideas = mayWrite ? await publicIdeas(db, challenge.id) : [];
	const { languages } = await readSettings(db);
	const chosen = prioritising.things.flatMap(({ idea, texts }) => (idea ? [[idea, texts]] : []));
	const offered = ideas.map(({ id, texts }) => [id, texts]);
	const naming = { kind: 'prioritising' as const, thing: prioritising.id };
	return {
		decisions: await listDecisions(db, { on: { kind: 'prioritisings', thing: prioritising.id } }),
		named: mayDo(role, 'ideas.moderate') ? await ideasNamedBy(db, naming) : [],
		...{ prioritising, challenge, cityLanguages: languages, today: today() },
		ideas: Object.fromEntries([...offered, ...chosen]) as Record<
			string,
			(typeof ideas)[0]['texts']
		>,
		typed: typedPrioritising(prioritising, idsOf(ideas)),
		mayWrite,
		done: url.searchParams.get('done')
	};
};

export const actions = {
	change: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const form = await request.formData();
		const ideas = idsOf(await publicIdeas(db, params.id));
		const read = readPrioritisingForm(form, await known(params), ideas);
		const seen = { id: params.prioritising, revision: revisionIn(form) };
		const again = { revision: seen.revision, refused: undefined };
		if ('problems' in read) return fail(400, { ...read, ...again });
		const telling = notLookedAt(form, wordsOfRows(read.typed.rows));
		if (telling) return fail(400, { typed: read.typed, problems: {}, telling, ...again });
		const refused = await changePrioritising(db, seen, read.values, staff);
		return doneOr(refused, pageOf(params), 'changed', read.typed);
	},
	/** Asks everybody, or ends it. */
	open: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const form = await request.formData();
		await known(params);
		const seen = { id: params.prioritising, revision: revisionIn(form) };
		const isOpen = textOf(form, 'open') === 'yes';
		const refused = await openPrioritising(city().db, seen, isOpen, staff);
		return doneOr(refused, pageOf(params), isOpen ? 'opened' : 'closed');
	}
};

/** @throws 404 where this challenge has no such prioritising */
async function known({ id, prioritising }: Params) {
	const found = await findPrioritising(city().db, { challenge: id, id: prioritising });
	return found ?? error(404, 'not-found');
}

function idsOf(ideas: readonly { id: string }[]): string[] {
	return ideas.map(({ id }) => id);
}

function pageOf({ id, prioritising }: Params): string {
	return `/staff/challenges/${id}/prioritisings/${prioritising}`;
}
