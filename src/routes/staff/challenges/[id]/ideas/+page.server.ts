import { error, fail, redirect } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { findChallenge } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { ideaStates } from '$lib/domain/idea.ts';
import { readIdeaForm } from '$lib/server/idea-form.ts';
import { listIdeas } from '$lib/server/idea-list.ts';
import { writeIdea } from '$lib/server/idea-moderation.ts';
import { readSettings } from '$lib/server/settings.ts';

export const load = async ({ locals, params, url }) => {
	signedInWith(locals, 'ideas.moderate');
	const { db } = city();
	const challenge = (await findChallenge(db, params.id)) ?? error(404, 'not-found');
	const state = ideaStates.find((each) => each === url.searchParams.get('state'));
	const [list, { languages }] = await Promise.all([
		listIdeas(db, params.id, { state, after: url.searchParams.get('after') }),
		readSettings(db)
	]);
	return { challenge, cityLanguages: languages, state, ...list };
};

export const actions = {
	/** One of the staff's own, which everybody can read at once. */
	write: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'ideas.moderate').id;
		const { db } = city();
		const challenge = (await findChallenge(db, params.id)) ?? error(404, 'not-found');
		const read = readIdeaForm(await request.formData());
		if (Object.keys(read.problems).length > 0 || read.telling) return fail(400, read);
		const id = await writeIdea(db, challenge.id, read.texts, { staff });
		redirect(303, `/staff/challenges/${challenge.id}/ideas/${id}?done=published`);
	}
};
