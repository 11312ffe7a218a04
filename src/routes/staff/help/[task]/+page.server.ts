import { error } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { helpFor } from '$lib/server/staff-help.ts';

export const load = async ({ locals, params }) => {
	const { role, lang } = signedInWith(locals, 'account');
	const tasks = await helpFor(role, lang);
	return { help: tasks.find(({ task }) => task === params.task) ?? error(404, 'not-found') };
};
