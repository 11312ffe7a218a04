import { error, fail, redirect } from '@sveltejs/kit';
import { isBlank, lengthOf, tidyWords } from '$lib/domain/words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { findChallenge } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readIdeaForm, type ReadIdea } from '$lib/server/idea-form.ts';
import { findIdea, leadingIdeas } from '$lib/server/idea-list.ts';
import {
	joinIdea,
	publishIdea,
	refuseIdea,
	splitIdea,
	type IdeaProblem
} from '$lib/server/idea-moderation.ts';
import { describeNamings } from '$lib/server/idea-threads.ts';
import { viewMedia } from '$lib/server/media/view.ts';
import { readSettings } from '$lib/server/settings.ts';

type Params = { id: string; idea: string };
type Step = 'published' | 'refused' | 'joined' | 'split';

const longestReason = 500;

export const load = async ({ locals, params, url }) => {
	signedInWith(locals, 'ideas.moderate');
	const { db } = city();
	const challenge = (await findChallenge(db, params.id)) ?? error(404, 'not-found');
	const idea = (await findIdea(db, params.id, params.idea)) ?? error(404, 'not-found');
	const [others, lead, { languages }] = await Promise.all([
		leadingIdeas(db, params.id, idea.id),
		findIdea(db, params.id, idea.lead ?? ''),
		readSettings(db)
	]);
	return {
		namings: await describeNamings(db, idea.id),
		...{ challenge, idea, cityLanguages: languages, done: url.searchParams.get('done') },
		recordings: await viewMedia(db, idea.id),
		/** With which it can be joined. */
		others,
		lead
	};
};

export const actions = {
	publish: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'ideas.moderate').id;
		const form = await request.formData();
		const read = readIdeaForm(form);
		const seen = seenIn(form, params);
		if (Object.keys(read.problems).length > 0 || read.telling) {
			return fail(400, { ...read, refused: undefined, revision: seen.revision });
		}
		const refused = await publishIdea(city().db, seen, read.texts, { staff });
		return doneOr(refused, params, 'published', read);
	},
	/** Not published, or published no more; always with a reason. */
	refuse: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'ideas.moderate').id;
		const form = await request.formData();
		const reason = tidyWords(textOf(form, 'reason'));
		if (isBlank(reason) || lengthOf(reason) > longestReason) {
			const problems = { reason: { code: 'idea-reason' } };
			const { revision } = seenIn(form, params);
			const nothing = { texts: undefined, telling: undefined, refused: undefined };
			return fail(400, { ...nothing, problems, revision, reason });
		}
		const refused = await refuseIdea(city().db, seenIn(form, params), reason, { staff });
		return doneOr(refused, params, 'refused', { reason });
	},
	join: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'ideas.moderate').id;
		const form = await request.formData();
		const to = textOf(form, 'to');
		const refused = await joinIdea(city().db, seenIn(form, params), to, { staff });
		return doneOr(refused, params, 'joined');
	},
	split: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'ideas.moderate').id;
		const form = await request.formData();
		const refused = await splitIdea(city().db, seenIn(form, params), { staff });
		return doneOr(refused, params, 'split');
	}
};

/** What she wrote: the idea for everybody, or why not. */
type Typed = Partial<Pick<ReadIdea, 'texts'>> & { reason?: string };

function doneOr(refused: IdeaProblem | undefined, params: Params, done: Step, read?: Typed) {
	if (refused === 'unknown') error(404, 'not-found');
	if (refused) {
		const typed = { texts: read?.texts, reason: read?.reason };
		return fail(409, { ...typed, problems: {}, telling: undefined, refused });
	}
	redirect(303, `/staff/challenges/${params.id}/ideas/${params.idea}?done=${done}`);
}

function seenIn(form: FormData, { id: challenge, idea: id }: Params) {
	const revision = Number(textOf(form, 'revision'));
	if (!Number.isSafeInteger(revision) || revision >= 2 ** 31) error(404, 'not-found');
	return { id, challenge, revision };
}
