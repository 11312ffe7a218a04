import type { Language } from '$lib/domain/language.ts';
import { readCalendar, showCalendar } from '$lib/server/calendar.ts';
import { city } from '$lib/server/city.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import { moduleTitles } from '../../module-titles.server.ts';

/** What a sheet of any session may name: modules, and what is planned, as the page of sessions has it. */
export const load = async ({ params }) => {
	const { db } = city();
	const [calendar, swaps] = await Promise.all([readCalendar(db, new Date()), readSwaps(db)]);
	const lang = params.lang as Language;
	return {
		days: showCalendar(calendar, lang, swaps),
		labs: calendar.labs,
		titles: await moduleTitles(lang)
	};
};
