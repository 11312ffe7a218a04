import type { Language } from '$lib/domain/language.ts';
import { readCalendar, showCalendar } from '$lib/server/calendar.ts';
import { city } from '$lib/server/city.ts';
import { listLabs } from '$lib/server/labs.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import { shownReplies } from '../../../sessions/public-replies.server.ts';

/** What the city has published and a wall can show: its replies, and the sessions that come next. The page is kept with them. */
export const load = async ({ params }) => {
	const { db } = city();
	const calendar = await readCalendar(db, new Date());
	const lang = params.lang as Language;
	const days = showCalendar(calendar, lang, await readSwaps(db));
	const labs = (await listLabs(db)).map(({ id, place }) => ({ id, place }));
	return { days, labs, replies: await shownReplies(lang) };
};
