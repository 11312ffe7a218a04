import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { longestOf } from '$lib/domain/public-reply.ts';
import { readPublishable } from '$lib/server/answer-publishing.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { viewNeed } from '$lib/server/need-view.ts';
import { listNeighbourhoods, neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readPublicReplyForm } from '$lib/server/public-reply-form.ts';
import { changePublicReply, listPublicReplies, sayPublicly } from '$lib/server/public-replies.ts';
import { readSettings } from '$lib/server/settings.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'publish');
	const { db } = city();
	const [replies, places, names, { languages }, need] = await Promise.all([
		listPublicReplies(db),
		listNeighbourhoods(db),
		neighbourhoodNames(db),
		readSettings(db),
		viewNeed(db, url.searchParams.get('need') ?? '')
	]);
	const batch = url.searchParams.get('answer');
	return {
		/** The city's own answer, to begin with. */
		publishable: await readPublishable(db, { batch, need: need?.id }),
		replies: replies.map((reply) => ({
			...reply,
			placeName: reply.place && (names.get(reply.place) ?? null)
		})),
		places,
		cityLanguages: languages,
		longest: longestOf,
		about: need && { id: need.id, number: need.number, place: need.place },
		changing: url.searchParams.get('change'),
		done: url.searchParams.get('done')
	};
};

export const actions = {
	say: async ({ locals, request, url }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const form = await request.formData();
		const read = readPublicReplyForm(form, await placeIds());
		if ('problems' in read) return fail(400, { ...read, id: undefined });
		const need = (await viewNeed(db, url.searchParams.get('need') ?? ''))?.id ?? null;
		await sayPublicly(db, read.values, { staff, need }, new Date());
		redirect(303, '/staff/public-replies?done=said');
	},
	change: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const form = await request.formData();
		const seen = seenIn(form);
		const read = readPublicReplyForm(form, await placeIds());
		if ('problems' in read) return fail(400, { ...read, id: seen.id });
		const refusal = await changePublicReply(city().db, seen, read.values, staff, new Date());
		if (refusal === 'unknown') error(404, 'not-found');
		if (refusal) return fail(409, { ...read, problems: {}, id: seen.id, isOld: true as const });
		redirect(303, '/staff/public-replies?done=said');
	},
	end: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const seen = seenIn(await request.formData());
		const refusal = await changePublicReply(city().db, seen, null, staff, new Date());
		if (refusal === 'unknown') error(404, 'not-found');
		redirect(303, `/staff/public-replies?done=${refusal ?? 'taken'}`);
	}
};

function seenIn(form: FormData): { id: string; revision: number } {
	const id = textOf(form, 'id');
	return { id: v.is(idSchema, id) ? id : error(404, 'not-found'), revision: revisionIn(form) };
}

function revisionIn(form: FormData): number {
	const revision = Number(textOf(form, 'revision'));
	return Number.isSafeInteger(revision) && revision < 2 ** 31 ? revision : error(404, 'not-found');
}

/** One that is not offered any more stays where it was chosen. */
async function placeIds(): Promise<Set<string>> {
	return new Set((await neighbourhoodNames(city().db)).keys());
}
