import { error, fail, redirect } from '@sveltejs/kit';
import { isLanguage, type Language } from '$lib/domain/language.ts';
import { longestOf } from '$lib/domain/public-reply.ts';
import { addressOfVoice } from '$lib/domain/public-voice.ts';
import { wordsOfReply } from '$lib/domain/telling-words.ts';
import type { AnswerVoices } from '$lib/server/answer-tables.ts';
import { readPublishable } from '$lib/server/answer-publishing.ts';
import { readBatch } from '$lib/server/answers.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { findDecision } from '$lib/server/decisions.ts';
import { notLookedAt } from '$lib/server/looked-at.ts';
import { viewNeed } from '$lib/server/need-view.ts';
import { listNeighbourhoods, neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { begunFrom, readPublicReplyForm } from '$lib/server/public-reply-form.ts';
import { changePublicReply, sayPublicly } from '$lib/server/public-replies.ts';
import { findPublicReply, pageOfReplies, type KnownReply } from '$lib/server/public-reply-list.ts';
import { spokenIn } from '$lib/server/public-voices.ts';
import { readSettings } from '$lib/server/settings.ts';
import { seenIn } from './seen.server.ts';
import { voiceActions } from './voices.server.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'publish');
	const { db } = city();
	const changing = url.searchParams.get('change') ?? url.searchParams.get('id') ?? '';
	const [page, changed, places, names, { languages }, need] = await Promise.all([
		pageOfReplies(db, url.searchParams.get('from')),
		findPublicReply(db, changing),
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
		...page,
		replies: page.replies.map((reply) => shownTo(names, reply)),
		/** The one that is being changed, wherever in the list it stands. */
		changing: changed ? shownTo(names, changed) : null,
		places,
		cityLanguages: languages,
		longest: longestOf,
		about: need && { id: need.id, number: need.number, place: need.place },
		answer: publishable?.batch ?? null,
		/** What the city decided, to begin with. */
		decision: await decisionIn(url),
		done: url.searchParams.get('done'),
		/** The languages whose voices were let go when the words were written anew. */
		unsaid: (url.searchParams.get('unsaid') ?? '').split(',').filter(isLanguage)
	};
};

export const actions = {
	say: async ({ locals, request, url }) => {
		const staff = signedInWith(locals, 'publish').id;
		const { db } = city();
		const form = await request.formData();
		const read = readPublicReplyForm(form, await placeIds());
		if ('problems' in read) return fail(400, { ...read, id: undefined });
		const telling = notLookedAt(form, wordsOfReply(read.values.texts));
		if (telling) return fail(400, { ...read, problems: {}, id: undefined, telling });
		const need = (await viewNeed(db, url.searchParams.get('need') ?? ''))?.id ?? null;
		const answer = await readBatch(db, url.searchParams.get('answer') ?? '');
		const batch = answer?.begunAt ? answer.id : null;
		const decision = (await decisionIn(url))?.id ?? null;
		await sayPublicly(db, read.values, { staff, need, batch, decision }, new Date());
		redirect(303, '/staff/public-replies?done=said');
	},
	change: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'publish').id;
		const form = await request.formData();
		const seen = seenIn(form);
		const read = readPublicReplyForm(form, await placeIds());
		if ('problems' in read) return fail(400, { ...read, ...seen });
		const telling = notLookedAt(form, wordsOfReply(read.values.texts));
		if (telling) return fail(400, { ...read, problems: {}, ...seen, telling });
		const { db } = city();
		const spoken = await spokenIn(db, seen.id);
		const refusal = await changePublicReply(db, seen, read.values, staff, new Date());
		if (refusal === 'unknown') error(404, 'not-found');
		if (refusal) return fail(409, { ...read, problems: {}, id: seen.id, isOld: true as const });
		const still = await spokenIn(db, seen.id);
		const unsaid = spoken.filter((lang) => !still.includes(lang)).join(',');
		redirect(303, `/staff/public-replies?done=said${unsaid && `&unsaid=${unsaid}`}`);
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
	},
	...voiceActions
};

/** The decision of which it is to tell; only one that everybody may read. */
async function decisionIn(url: URL) {
	const decision = await findDecision(city().db, url.searchParams.get('decision') ?? '');
	if (!decision?.publishedAt || decision.takenBackAt) return null;
	return { id: decision.id, place: decision.place, texts: begunFrom(decision) };
}

const shownTo = (names: ReadonlyMap<string, string>, reply: KnownReply) => ({
	...reply,
	voices: playable(reply.voices),
	placeName: reply.place && (names.get(reply.place) ?? null)
});

/** How much each of the voices weighs, and where it plays from. */
function playable(voices: AnswerVoices) {
	const all = Object.entries(voices).map(([lang, { file, size }]) => [
		lang,
		{ size, url: addressOfVoice({ sha256: file }) }
	]);
	return Object.fromEntries(all) as Partial<Record<Language, { size: number; url: string }>>;
}

/** One that is not offered any more stays where it was chosen. */
async function placeIds(): Promise<Set<string>> {
	return new Set((await neighbourhoodNames(city().db)).keys());
}
