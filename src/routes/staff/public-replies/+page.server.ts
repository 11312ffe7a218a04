import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { longestOf } from '$lib/domain/public-reply.ts';
import { tellingMark } from '$lib/domain/telling-words.ts';
import { readPublishable } from '$lib/server/answer-publishing.ts';
import { readBatch } from '$lib/server/answers.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { viewNeed } from '$lib/server/need-view.ts';
import { listNeighbourhoods, neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readPublicReplyForm } from '$lib/server/public-reply-form.ts';
import {
	changePublicReply,
	listPublicReplies,
	sayPublicly,
	type PublicReplyForm
} from '$lib/server/public-replies.ts';
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
	const publishable = await readPublishable(db, {
		batch: url.searchParams.get('answer'),
		need: need?.id
	});
	return {
		/** The city's own answer, to begin with. */
		publishable,
		replies: replies.map((reply) => ({
			...reply,
			placeName: reply.place && (names.get(reply.place) ?? null)
		})),
		places,
		cityLanguages: languages,
		longest: longestOf,
		about: need && { id: need.id, number: need.number, place: need.place },
		answer: publishable?.batch ?? null,
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
		const telling = tellingIn(form, read.values);
		if (telling) return fail(400, { ...read, problems: {}, id: undefined, telling });
		const need = (await viewNeed(db, url.searchParams.get('need') ?? ''))?.id ?? null;
		const answer = await readBatch(db, url.searchParams.get('answer') ?? '');
		const batch = answer?.begunAt ? answer.id : null;
		await sayPublicly(db, read.values, { staff, need, batch }, new Date());
		redirect(303, '/staff/public-replies?done=said');
	},
	change: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const form = await request.formData();
		const seen = seenIn(form);
		const read = readPublicReplyForm(form, await placeIds());
		if ('problems' in read) return fail(400, { ...read, ...seen });
		const telling = tellingIn(form, read.values);
		if (telling) return fail(400, { ...read, problems: {}, ...seen, telling });
		const refusal = await changePublicReply(city().db, seen, read.values, staff, new Date());
		if (refusal === 'unknown') error(404, 'not-found');
		if (refusal) return fail(409, { ...read, problems: {}, id: seen.id, isOld: true as const });
		redirect(303, '/staff/public-replies?done=said');
	},
	/** Says nothing: shows how the words read, for pages without script. */
	check: async ({ locals, request }) => {
		signedInWith(locals, 'publish');
		const form = await request.formData();
		const { typed } = readPublicReplyForm(form, await placeIds());
		return { typed, problems: {}, ...(form.has('id') ? seenIn(form) : { id: undefined }) };
	},
	end: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const seen = seenIn(await request.formData());
		const refusal = await changePublicReply(city().db, seen, null, staff, new Date());
		if (refusal === 'unknown') error(404, 'not-found');
		redirect(303, `/staff/public-replies?done=${refusal ?? 'taken'}`);
	}
};

/** What in it may tell who somebody is, and nobody has looked at yet. */
function tellingIn(form: FormData, { texts }: PublicReplyForm): string | undefined {
	const telling = tellingMark(texts);
	return telling && textOf(form, 'looked') !== telling ? telling : undefined;
}

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
