import { fail, redirect } from '@sveltejs/kit';
import { longestName } from '$lib/domain/theme.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { listSuggestions, makeSuggestions, refuse, takeUp } from '$lib/server/theme-suggestions.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'themes.write');
	return {
		suggestions: await listSuggestions(city().db),
		done: url.searchParams.get('done')
	};
};

/** At most one at a time: they take all of a processor. */
let making: Promise<number> | undefined;

export const actions = {
	make: async ({ locals }) => {
		signedInWith(locals, 'themes.write');
		making ??= makeSuggestions(city().db).finally(() => (making = undefined));
		const count = await making;
		redirect(303, `/staff/themes/suggestions?done=${count > 0 ? 'made' : 'none'}`);
	},
	take: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'themes.write').id;
		const { db, themeRules } = city();
		const form = await request.formData();
		const [id, name] = [textOf(form, 'id'), textOf(form, 'name').trim()];
		const by = textOf(form, 'by') === 'rule' ? 'rule' : 'hand';
		if (name === '' || [...name].length > longestName) {
			return fail(400, { id, name, problem: 'theme-name' as const });
		}
		const made = await takeUp(db, { id, name, by }, staff);
		if (made === 'unknown') redirect(303, '/staff/themes/suggestions?done=gone');
		if (made === 'full') return fail(409, { id, name, problem: 'theme-full' as const });
		await themeRules?.wake(1_500);
		redirect(303, `/staff/themes/${made.id}?done=made`);
	},
	refuse: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'themes.write').id;
		const isDone = await refuse(city().db, textOf(await request.formData(), 'id'), staff);
		redirect(303, `/staff/themes/suggestions?done=${isDone ? 'refused' : 'gone'}`);
	}
};
