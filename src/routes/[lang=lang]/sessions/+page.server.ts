import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { readCalendar, showCalendar } from '$lib/server/calendar.ts';
import { city } from '$lib/server/city.ts';
import { sayInHead } from '$lib/server/public-head.ts';
import { publishedSurveys } from '$lib/server/surveys.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import { shownReplies } from './public-replies.server.ts';

/** What is planned, in words of the server: a phone needs no time zones for it. */
export const load = async ({ params, locals }) => {
	const { db } = city();
	const calendar = await readCalendar(db, new Date());
	const days = showCalendar(calendar, params.lang as Language, await readSwaps(db));
	const replies = await shownReplies(params.lang as Language);
	const asks = (await publishedSurveys(db)).length > 0;
	const lang = params.lang as Language;
	const t = await citizenWords(lang, 'lab');
	const [newest] = replies;
	await sayInHead(locals, {
		...{ lang, path: '/sessions', picture: `/${lang}/share/said.png` },
		title: t('near.sessions'),
		about: newest
			? `${t('publicReplies.title')}: ${newest.said} ${newest.done}`
			: calendar.labs.map(({ name }) => name).join(', ') || t('sessions.none')
	});
	return { days, labs: calendar.labs, replies, asks };
};
