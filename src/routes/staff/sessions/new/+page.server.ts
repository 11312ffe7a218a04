import { fail, redirect } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { readSessionForm } from '$lib/server/session-form.ts';
import { planSessions } from '$lib/server/sessions.ts';
import { sessionChoices } from '../choices.server.ts';

export const load = async ({ locals }) => {
	const { lang } = signedInWith(locals, 'labs');
	return (await sessionChoices(lang)).shown;
};

export const actions = {
	default: async ({ locals, request }) => {
		const { id, lang } = signedInWith(locals, 'labs');
		const now = new Date();
		const { choices } = await sessionChoices(lang);
		const read = readSessionForm(await request.formData(), choices, now);
		if ('problems' in read) return fail(400, { typed: read.typed, problems: read.problems });
		const refused = await planSessions(city().db, read.plan, read.hours, now, id);
		if (refused) return fail(409, { typed: read.typed, problems: { lab: { code: refused } } });
		redirect(303, '/staff/sessions?done=planned');
	}
};
