import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { sayInHead } from '$lib/server/public-head.ts';
import { publishedPrioritising, showPrioritising } from '$lib/server/published-prioritisings.ts';
import { readSettings } from '$lib/server/settings.ts';

/** Things of which she says what comes first. */
export const load = async ({ params, locals }) => {
	const { db } = city();
	const { lang, challenge, priority: id } = params;
	const [prioritising, { languages }] = await Promise.all([
		publishedPrioritising(db, { challenge, id }),
		readSettings(db)
	]);
	if (!prioritising) error(404);
	const shown = showPrioritising(prioritising, lang as Language, languages, new Date());
	await sayInHead(locals, {
		...{ lang: lang as Language, title: (await citizenWords(lang, 'lab'))('priority.title') },
		about: shown.things.map(({ text }) => text).join(' · '),
		path: `/neighbourhood/${challenge}/priority/${id}`,
		picture: `/${lang}/share/${challenge}.png`
	});
	return { prioritising: shown };
};
