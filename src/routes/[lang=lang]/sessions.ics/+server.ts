import { readCalendarFile } from '$lib/server/calendar.ts';
import { city } from '$lib/server/city.ts';
import { answerCalendar } from '../sessions/calendar.server.ts';
import type { RequestHandler } from './$types';

/** All sessions that are to come, for a calendar that follows them. */
export const GET: RequestHandler = async (event) =>
	answerCalendar(event, await readCalendarFile(city().db, new Date()));
