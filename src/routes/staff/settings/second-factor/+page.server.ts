import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { isFactorRequired, setFactorDuty } from '$lib/server/factor-duty.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { ownPasswordProblem } from '$lib/server/own-password.ts';
import { listPeople } from '$lib/server/people.ts';

const choice = v.picklist(['everybody', 'each']);

export const load = async ({ locals, url }) => {
	const { id, email } = signedInWith(locals, 'people.write');
	const { db } = city();
	const without = (await listPeople(db)).filter(({ hasSecondFactor }) => !hasSecondFactor);
	return {
		isRequired: await isFactorRequired(db),
		mayRequire: without.every((person) => person.id !== id),
		without: without.map(({ name, email }) => ({ name, email })),
		email,
		saved: url.searchParams.has('saved')
	};
};

export const actions = {
	default: async (event) => {
		const member = signedInWith(event.locals, 'people.write');
		const form = await event.request.formData();
		const chosen = v.safeParse(choice, textOf(form, 'from'));
		if (!chosen.success) return fail(400, { problems: {} });
		const problem = await ownPasswordProblem(event, member, form);
		if (problem) return fail('minutes' in problem ? 429 : 400, problem);
		if (!(await setFactorDuty(city().db, member.id, chosen.output === 'everybody'))) {
			return fail(409, { problems: { own: { code: 'second-factor-own' } } });
		}
		redirect(303, '/staff/settings/second-factor?saved');
	}
};
