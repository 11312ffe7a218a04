import { fail, redirect } from '@sveltejs/kit';
import { usualDaysTyped } from '$lib/domain/due.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { markOf, overwrite } from '$lib/server/overwrite.ts';
import { readUsualDays, writeUsualDays } from '$lib/server/settings.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'settings.write');
	const days = await readUsualDays(city().db);
	return { days, was: markOf(days), saved: url.searchParams.has('saved') };
};

export const actions = {
	default: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const form = await request.formData();
		const typed = textOf(form, 'days');
		const days = usualDaysTyped(typed);
		if (days === undefined) {
			const problems = { days: { code: 'usual-days' } };
			return fail(400, { typed, was: textOf(form, 'was'), problems });
		}
		const saved = await overwrite(city().db, form, readUsualDays, (trx) =>
			writeUsualDays(trx, staff, days)
		);
		if ('problem' in saved) return fail(409, { typed, isOld: true });
		redirect(303, '/staff/settings/answer-time?saved');
	}
};
