import { fail, redirect } from '@sveltejs/kit';
import { usualDaysTyped } from '$lib/domain/due.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readUsualDays, writeUsualDays } from '$lib/server/settings.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'settings.write');
	return { days: await readUsualDays(city().db), saved: url.searchParams.has('saved') };
};

export const actions = {
	default: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const typed = textOf(await request.formData(), 'days');
		const days = usualDaysTyped(typed);
		if (days === undefined) return fail(400, { typed, problems: { days: { code: 'usual-days' } } });
		await writeUsualDays(city().db, staff, days);
		redirect(303, '/staff/settings/answer-time?saved');
	}
};
