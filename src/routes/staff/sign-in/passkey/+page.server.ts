import { fail, redirect } from '@sveltejs/kit';
import { keepsWords, pageAfterSignIn } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { keptOf } from '$lib/server/kept-fields.ts';
import { passkeyToShow } from '$lib/server/passkeys.ts';
import { citySignIn } from '$lib/server/sign-in.ts';
import { readStaffSecret } from '$lib/server/staff-secret.ts';

export const load = async ({ locals, url }) => {
	const next = pageAfterSignIn(url);
	if (locals.staff ?? locals.lacking) redirect(303, next);
	return {
		toShow: await passkeyToShow(readStaffSecret(city().dataFolder), url, new Date()),
		query: url.searchParams.has('next') ? `?${new URLSearchParams({ next }).toString()}` : ''
	};
};

export const actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const next = pageAfterSignIn(event.url);
		const kept = keepsWords(next) ? keptOf(form) : [];
		// from the sign-in, on the way here
		if (!form.has('answer')) return { kept };
		const refusal = await citySignIn().enterByPasskey(event, textOf(form, 'answer'));
		if (refusal?.problem === 'too-many') return fail(429, { kept, minutes: refusal.minutes });
		if (refusal) return fail(401, { kept, isRefused: true });
		redirect(kept.length > 0 ? 307 : 303, next);
	}
};
