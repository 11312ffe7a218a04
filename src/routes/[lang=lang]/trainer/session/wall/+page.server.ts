import type { Language } from '$lib/domain/language.ts';
import { readCalendar, showCalendar } from '$lib/server/calendar.ts';
import { city } from '$lib/server/city.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';

/** What the city has published and a wall can show: the sessions that come next. The page is kept with them. */
export const load = async ({ params }) => {
	const { db } = city();
	const calendar = await readCalendar(db, new Date());
	return { days: showCalendar(calendar, params.lang as Language, await readSwaps(db)) };
};
