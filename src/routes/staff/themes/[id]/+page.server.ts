import { error, fail, redirect } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/rights.ts';
import { shownCount } from '$lib/domain/small-numbers.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { challengesOfTheme } from '$lib/server/challenge-needs.ts';
import { listChallenges } from '$lib/server/challenges.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { saidOfTheme } from '$lib/server/said-publicly.ts';
import { readThemePost } from '$lib/server/theme-form.ts';
import { viewTheme } from '$lib/server/theme-view.ts';
import { changeTheme, findTheme } from '$lib/server/themes.ts';
import { revisionIn } from '$lib/server/seen-form.ts';

export const load = async ({ locals, params, url }) => {
	const { role } = signedInWith(locals, 'needs.read');
	const { db } = city();
	const theme = (await findTheme(db, params.id)) ?? error(404, 'not-found');
	const [view, places, challenges, said] = await Promise.all([
		viewTheme(db, theme.id, new Date()),
		neighbourhoodNames(db),
		listChallenges(db, await challengesOfTheme(db, theme.id)),
		saidOfTheme(db, theme.id)
	]);
	return {
		theme: { ...theme, count: shownCount(theme.count) },
		// whoever reads only what was passed to a department sees what everybody may
		view: role === 'department' ? { ...view, newest: [] } : view,
		places,
		challenges: challenges.map(({ id, texts }) => ({ id, texts })),
		said,
		mayPublish: mayDo(role, 'publish'),
		mayWrite: mayDo(role, 'themes.write'),
		mayAnswer: mayDo(role, 'needs.answer'),
		done: url.searchParams.get('done') ?? url.searchParams.get('theme')
	};
};

export const actions = {
	change: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'themes.write').id;
		const { db, themeRules } = city();
		const form = await request.formData();
		const read = readThemePost(form);
		const seen = { id: params.id, revision: revisionIn(form) };
		if ('problems' in read) {
			const { typed, problems } = read;
			return fail(400, { typed, problems, revision: seen.revision });
		}
		const refusal = await changeTheme(db, seen, { name: read.name, rule: read.rule }, staff);
		if (refusal === 'unknown') error(404, 'not-found');
		if (refusal) return fail(409, { typed: read.typed, problems: {}, isOld: true as const });
		await themeRules?.wake(longestWait);
		redirect(303, `/staff/themes/${params.id}?done=changed`);
	},
	/** Closes it, or opens it again. */
	close: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'themes.write').id;
		const { db, themeRules } = city();
		const form = await request.formData();
		const seen = { id: params.id, revision: revisionIn(form) };
		const isClosed = textOf(form, 'close') === 'yes';
		const refusal = await changeTheme(db, seen, { isClosed }, staff);
		if (refusal === 'unknown') error(404, 'not-found');
		if (refusal) return fail(409, { typed: undefined, problems: {}, isOld: true as const });
		if (!isClosed) await themeRules?.wake(longestWait);
		redirect(303, `/staff/themes/${params.id}?done=${isClosed ? 'closed' : 'opened'}`);
	}
};

/** Milliseconds that a new rule may take before its page is shown; it goes on behind. */
const longestWait = 1_500;
