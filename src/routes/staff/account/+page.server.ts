import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { isLanguage } from '$lib/domain/language.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { passwordProblem } from '$lib/server/password.ts';
import { countTry, forgetTries } from '$lib/server/sign-in-limits.ts';
import { secondFactorOf } from '$lib/server/second-factor.ts';
import { citySignIn } from '$lib/server/sign-in.ts';
import { endOwnSignIns, listSignIns } from '$lib/server/sign-ins.ts';
import { setStaffLanguage } from '$lib/server/staff.ts';

export const load = async (event) => {
	const account = signedInWith(event.locals, 'account');
	const { db } = city();
	return {
		account,
		signIns: await listSignIns(db, account.id),
		own: await citySignIn().own(event),
		factor: await secondFactorOf(db, account.id),
		saved: event.url.searchParams.get('saved')
	};
};

export const actions = {
	language: async ({ locals, request }) => {
		const { id } = signedInWith(locals, 'account');
		const lang = textOf(await request.formData(), 'lang');
		if (isLanguage(lang)) await setStaffLanguage(city().db, id, lang);
		redirect(303, '/staff/account?saved=language');
	},
	end: async ({ locals, request }) => {
		const { id } = signedInWith(locals, 'account');
		const one = textOf(await request.formData(), 'id');
		if (v.is(idSchema, one)) await endOwnSignIns(city().db, id, { one });
		redirect(303, '/staff/account?saved=ended');
	},
	others: async (event) => {
		const { id } = signedInWith(event.locals, 'account');
		const kept = await citySignIn().own(event);
		if (kept) await endOwnSignIns(city().db, id, { kept });
		redirect(303, '/staff/account?saved=ended');
	},
	password: async (event) => {
		const { email } = signedInWith(event.locals, 'account');
		const form = await event.request.formData();
		const next = textOf(form, 'newPassword');
		const problem = passwordProblem(next);
		if (problem) return fail(400, { problems: { newPassword: problem } });
		const address = event.getClientAddress();
		const minutes = await countTry(email, address);
		if (minutes !== undefined) return fail(429, { minutes });
		if (!(await citySignIn().changePassword(event, textOf(form, 'currentPassword'), next))) {
			return fail(400, { problems: { currentPassword: 'password-current' as const } });
		}
		await forgetTries(email, address);
		redirect(303, '/staff/account?saved=password');
	}
};
