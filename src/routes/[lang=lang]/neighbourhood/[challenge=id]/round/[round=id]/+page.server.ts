import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { sayInHead } from '$lib/server/public-head.ts';
import { publishedRound, showRound } from '$lib/server/published-rounds.ts';
import { readSettings } from '$lib/server/settings.ts';

/** Statements, to each of which she says what she thinks. */
export const load = async ({ params, locals }) => {
	const { db } = city();
	const { lang, challenge, round: id } = params;
	const [round, { languages }] = await Promise.all([
		publishedRound(db, { challenge, id }),
		readSettings(db)
	]);
	if (!round) error(404);
	const shown = showRound(round, lang as Language, languages, new Date());
	await sayInHead(locals, {
		...{ lang: lang as Language, title: (await citizenWords(lang, 'lab'))('round.title') },
		about: shown.statements.map(({ text }) => text).join(' · '),
		path: `/neighbourhood/${challenge}/round/${id}`,
		picture: `/${lang}/share/${challenge}.png`
	});
	return { round: shown };
};
