import type { Language } from '$lib/domain/language.ts';
import { readCalendar, showCalendar } from '$lib/server/calendar.ts';
import { city } from '$lib/server/city.ts';
import { publishedSurveys } from '$lib/server/surveys.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import { shownReplies } from './public-replies.server.ts';

/** What is planned, in words of the server: a phone needs no time zones for it. */
export const load = async ({ params }) => {
	const { db } = city();
	const calendar = await readCalendar(db, new Date());
	const days = showCalendar(calendar, params.lang as Language, await readSwaps(db));
	const replies = await shownReplies(params.lang as Language);
	const asks = (await publishedSurveys(db)).length > 0;
	return { days, labs: calendar.labs, replies, asks };
};
