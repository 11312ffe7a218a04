import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { publishedPrioritising, showPrioritising } from '$lib/server/published-prioritisings.ts';
import { readSettings } from '$lib/server/settings.ts';

/** Things of which she says what comes first. */
export const load = async ({ params }) => {
	const { db } = city();
	const { lang, challenge, priority: id } = params;
	const [prioritising, { languages }] = await Promise.all([
		publishedPrioritising(db, { challenge, id }),
		readSettings(db)
	]);
	if (!prioritising) error(404);
	return {
		prioritising: showPrioritising(prioritising, lang as Language, languages, new Date())
	};
};
