import { fail, redirect } from '@sveltejs/kit';
import { keepsWords, pageAfterSignIn } from '$lib/server/authorize.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readFormWithFiles } from '$lib/server/form-with-files.ts';
import { keptOf } from '$lib/server/kept-fields.ts';
import { citySignIn } from '$lib/server/sign-in.ts';

/** Bytes of a form that are looked at before anybody is signed in. */
const largestHere = 3 * 1024 * 1024;

type Kept = ReturnType<typeof keptOf>;

export const load = async (event) => {
	const { locals, url } = event;
	const next = pageAfterSignIn(url);
	if (locals.staff ?? locals.lacking) redirect(303, next);
	return {
		goesOn: next !== '/staff',
		signedOut: url.searchParams.has('signed-out'),
		// the password was right; the second factor is asked for
		isHalf: (await citySignIn().halfway(event)) !== undefined,
		query: url.searchParams.has('next') ? `?${new URLSearchParams({ next }).toString()}` : ''
	};
};

export const actions = {
	default: async (event) => {
		// of a reply with a voice that somebody wrote signed out, its words
		const { form } = await readFormWithFiles(event.request, largestHere);
		const next = pageAfterSignIn(event.url);
		const kept: Kept = keepsWords(next) ? keptOf(form) : [];
		const email = textOf(form, 'email').trim();
		const password = textOf(form, 'password');
		const isCode = form.has('code');
		// somebody wrote a reply and was signed out meanwhile: it came here, not a sign-in
		if (!form.has('email') && !isCode) return fail(401, { kept, email: '', problems: {} });
		const problems = {
			...(!isCode && !/^\S+@\S+$/.test(email) && { email: 'email' as const }),
			...(!isCode && !password && { password: 'password-missing' as const })
		};
		if (Object.keys(problems).length > 0) return fail(400, { kept, email, problems });
		const refusal = isCode
			? await citySignIn().enterByCode(event, textOf(form, 'code'))
			: await citySignIn().enter(event, email, password);
		if (refusal?.problem === 'too-many') {
			const wait = { 'retry-after': String(refusal.minutes * 60) };
			event.setHeaders(wait);
			return fail(429, { kept, email, problems, minutes: refusal.minutes, isHalf: isCode });
		}
		if (refusal?.problem === 'second') return fail(401, { kept, email, problems, isHalf: true });
		if (refusal?.problem === 'code') {
			return fail(401, { kept, email, problems: { code: 'second-code' as const }, isHalf: true });
		}
		if (refusal) return fail(401, { kept, email, problems: { password: 'sign-in' as const } });
		// 307 posts the kept reply on to where it was meant for
		redirect(kept.length > 0 ? 307 : 303, next);
	}
};
