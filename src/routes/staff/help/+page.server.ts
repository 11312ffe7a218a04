import { signedInWith } from '$lib/server/authorize.ts';
import { helpFor, searchHelp } from '$lib/server/staff-help.ts';

const longestQuery = 100;

export const load = async ({ locals, url }) => {
	const { role, lang } = signedInWith(locals, 'account');
	const query = (url.searchParams.get('q') ?? '').trim().slice(0, longestQuery);
	const found = searchHelp(await helpFor(role, lang), query);
	return { query, longestQuery, tasks: found.map(({ task, title }) => ({ task, title })) };
};
