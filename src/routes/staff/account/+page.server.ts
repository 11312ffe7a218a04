import { fail, redirect } from '@sveltejs/kit';
import { isLanguage } from '$lib/domain/language.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { passwordProblem } from '$lib/server/password.ts';
import { countTry, forgetTries } from '$lib/server/sign-in-limits.ts';
import { citySignIn } from '$lib/server/sign-in.ts';
import { setStaffLanguage } from '$lib/server/staff.ts';

export const load = ({ locals, url }) => ({
	account: signedInWith(locals, 'account'),
	saved: url.searchParams.get('saved')
});

export const actions = {
	language: async ({ locals, request }) => {
		const { id } = signedInWith(locals, 'account');
		const lang = textOf(await request.formData(), 'lang');
		if (isLanguage(lang)) await setStaffLanguage(city().db, id, lang);
		redirect(303, '/staff/account?saved=language');
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
