import { error, fail, redirect } from '@sveltejs/kit';
import { listIn } from '$lib/domain/inbox-filter.ts';
import { isAnswered } from '$lib/domain/join.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { joinNeeds, splitNeed, undoJoin, type JoinProblem } from '$lib/server/joins.ts';
import { findByNumber, viewNeed } from '$lib/server/need-view.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readSimilar } from '$lib/server/similar.ts';
import { readThread } from '$lib/server/thread-view.ts';

/** Two needs side by side: this one and that of `?with=`, or the one whose number somebody typed. */
export const load = async ({ locals, params, url }) => {
	signedInWith(locals, 'needs.join');
	const { db } = city();
	const typed = url.searchParams.get('number');
	const asked = typed !== null ? await findByNumber(db, typed) : url.searchParams.get('with');
	const [need, other, places] = await Promise.all([
		viewSide(params.id),
		viewSide(asked ?? ''),
		neighbourhoodNames(db)
	]);
	return {
		need: need ?? error(404, 'not-found'),
		other,
		places,
		/** The list that somebody comes from: `list=...`, or nothing. */
		list: listIn(url.searchParams),
		/** Was another need asked for? */
		isAsked: typed !== null || asked !== null,
		similar: other ? [] : await readSimilar(db, params.id)
	};
};

async function viewSide(id: string) {
	const { db } = city();
	const need = await viewNeed(db, id);
	if (!need) return undefined;
	const { count, root } = await readThread(db, id);
	const { number, state, topic, place, lang, words, media, messages, receivedAt, changedAt } = need;
	return {
		...{ id: need.id, number, state, topic, place, lang, words, receivedAt, messages, count },
		hasVoice: media.some(({ role }) => role === 'voice'),
		seen: changedAt.getTime(),
		/** The same of the need that leads where this one does: itself, or what it is joined to. */
		seenRoot: (root ?? need).changedAt.getTime(),
		isAnswered: isAnswered(state),
		root: root && { id: root.id, number: root.number }
	};
}

export const actions = {
	/** `lead` is the need that leads: this one or the other. */
	join: async ({ locals, params, request, url }) => {
		const staff = signedInWith(locals, 'needs.join').id;
		const form = await request.formData();
		const [other, lead] = [textOf(form, 'other'), textOf(form, 'lead')];
		const need = lead === params.id ? other : params.id;
		const to = lead === params.id ? params.id : other;
		const seenAs = (name: string, id: string) =>
			new Date(Number(textOf(form, id === other ? `${name}-other` : name)));
		const marks = { seen: seenAs('seen', need), seenTo: seenAs('root', to) };
		const result = await joinNeeds(city().db, { need, to, staff, ...marks });
		if ('problem' in result) return refuse(result);
		backTo(url, need, 'joined');
	},
	undo: async ({ locals, request, url }) => {
		const staff = signedInWith(locals, 'needs.join').id;
		const join = textOf(await request.formData(), 'join');
		const result = await undoJoin(city().db, { join, staff });
		if ('problem' in result) return refuse(result);
		backTo(url, result.need, 'undone');
	},
	/** `back` is the need on whose page it was asked for. */
	split: async ({ locals, params, request, url }) => {
		const staff = signedInWith(locals, 'needs.join').id;
		const form = await request.formData();
		const seen = new Date(Number(textOf(form, 'seen')));
		const refusal = await splitNeed(city().db, { need: params.id, staff, seen });
		if (refusal) return refuse(refusal);
		const back = (await viewNeed(city().db, textOf(form, 'back')))?.id ?? params.id;
		backTo(url, back, 'split');
	}
};

/** Back into the list that she goes through. */
function backTo(url: URL, need: string, thread: 'joined' | 'undone' | 'split'): never {
	const list = listIn(url.searchParams);
	redirect(303, `/staff/needs/${need}?${list && `${list}&`}thread=${thread}#thread`);
}

function refuse(refusal: JoinProblem) {
	if (refusal.problem === 'unknown') error(404, 'not-found');
	return fail(409, { refusal });
}
