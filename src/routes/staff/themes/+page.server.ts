import { error, fail, redirect } from '@sveltejs/kit';
import { listIn } from '$lib/domain/inbox-filter.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { shownCount } from '$lib/domain/small-numbers.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { findByNumber, viewNeed } from '$lib/server/need-view.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readThemePost } from '$lib/server/theme-form.ts';
import { addTheme, listThemes, setTheme } from '$lib/server/themes.ts';

export const load = async ({ locals }) => {
	const { role } = signedInWith(locals, 'needs.read');
	const { db } = city();
	const [themes, places] = await Promise.all([listThemes(db), neighbourhoodNames(db)]);
	return {
		themes: themes.map((theme) => ({ ...theme, count: shownCount(theme.count) })),
		places,
		mayWrite: mayDo(role, 'themes.write')
	};
};

export const actions = {
	add: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'themes.write').id;
		const { db, themeRules } = city();
		const read = readThemePost(await request.formData());
		if ('problems' in read) return fail(400, { typed: read.typed, problems: read.problems });
		const made = await addTheme(db, { name: read.name, rule: read.rule }, staff);
		if (made === 'full')
			return fail(409, { typed: read.typed, problems: { name: { code: 'theme-full' } } });
		await themeRules?.wake(longestWait);
		redirect(303, `/staff/themes/${made.id}?done=made`);
	},
	/** Puts a need into a theme or takes it out; from the page of a need, or from that of a theme by a number. */
	/** From a theme's page, or from a need's, whose list then stays. */
	set: async ({ locals, request, url }) => {
		const staff = signedInWith(locals, 'themes.write').id;
		const { db } = city();
		const form = await request.formData();
		const theme = textOf(form, 'theme');
		const number = textOf(form, 'number');
		const asked = number ? await findByNumber(db, number) : textOf(form, 'need');
		const need = (await viewNeed(db, asked ?? ''))?.id;
		const list = listIn(url.searchParams);
		const isOfTheme = number || form.has('list');
		const back = isOfTheme
			? `/staff/themes/${theme}?`
			: `/staff/needs/${need}?${list && `${list}&`}`;
		if (!need && !number) error(404, 'not-found');
		const isIn = textOf(form, 'in') === 'yes';
		const isDone = need && (await setTheme(db, { theme, need, isIn }, staff));
		const done = isDone ? (isIn ? 'put' : 'taken') : 'same';
		redirect(303, `${back}theme=${done}${isOfTheme ? '' : '#themes'}`);
	}
};

/** Milliseconds that a new rule may take before its page is shown; it goes on behind. */
const longestWait = 1_500;
