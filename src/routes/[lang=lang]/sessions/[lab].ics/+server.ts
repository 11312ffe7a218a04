import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { readCalendarFile } from '$lib/server/calendar.ts';
import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { answerCalendar } from '../calendar.server.ts';
import type { RequestHandler } from './$types';

/** The sessions of one lab that are to come, for a calendar that follows them. */
export const GET: RequestHandler = async (event) => {
	const { lab } = event.params;
	const { db } = city();
	const known = v.is(idSchema, lab)
		? await db.selectFrom('labs').select('id').where('id', '=', lab).executeTakeFirst()
		: undefined;
	if (!known) return problemResponse('not-found', 'there is no such lab here');
	return answerCalendar(event, await readCalendarFile(db, new Date(), lab), lab);
};
