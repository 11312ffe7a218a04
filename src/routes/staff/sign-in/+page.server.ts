import { fail, redirect } from '@sveltejs/kit';
import { keepsWords, pageAfterSignIn } from '$lib/server/authorize.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { citySignIn } from '$lib/server/sign-in.ts';

export const load = ({ locals, url }) => {
	const next = pageAfterSignIn(url);
	if (locals.staff) redirect(303, next);
	return { goesOn: next !== '/staff', signedOut: url.searchParams.has('signed-out') };
};

export const actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const next = pageAfterSignIn(event.url);
		const kept = keepsWords(next) ? keptOf(form) : [];
		const email = textOf(form, 'email').trim();
		const password = textOf(form, 'password');
		// somebody wrote a reply and was signed out meanwhile: it came here, not a sign-in
		if (!form.has('email')) return fail(401, { kept, email: '', problems: {} });
		const problems = {
			...(!/^\S+@\S+$/.test(email) && { email: 'email' as const }),
			...(!password && { password: 'password-missing' as const })
		};
		if (Object.keys(problems).length > 0) return fail(400, { kept, email, problems });
		const refusal = await citySignIn().enter(event, email, password);
		if (refusal?.problem === 'too-many') {
			const wait = { 'retry-after': String(refusal.minutes * 60) };
			event.setHeaders(wait);
			return fail(429, { kept, email, problems, minutes: refusal.minutes });
		}
		if (refusal) return fail(401, { kept, email, problems: { password: 'sign-in' as const } });
		// 307 posts the kept reply on to where it was meant for
		redirect(kept.length > 0 ? 307 : 303, next);
	}
};

/** The fields of an unfinished reply. */
function keptOf(form: FormData): { name: string; value: string }[] {
	return [...form].flatMap(([name, value]) =>
		typeof value === 'string' && !['email', 'password'].includes(name) ? [{ name, value }] : []
	);
}
