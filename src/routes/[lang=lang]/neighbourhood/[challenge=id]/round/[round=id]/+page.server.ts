import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { publishedRound, showRound } from '$lib/server/published-rounds.ts';
import { readSettings } from '$lib/server/settings.ts';

/** Statements, to each of which she says what she thinks. */
export const load = async ({ params }) => {
	const { db } = city();
	const { lang, challenge, round: id } = params;
	const [round, { languages }] = await Promise.all([
		publishedRound(db, { challenge, id }),
		readSettings(db)
	]);
	if (!round) error(404);
	return { round: showRound(round, lang as Language, languages, new Date()) };
};
