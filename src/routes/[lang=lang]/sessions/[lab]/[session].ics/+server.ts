import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { findSession } from '$lib/server/sessions.ts';
import { answerCalendar } from '../../calendar.server.ts';
import type { RequestHandler } from './$types';

/** One session, to be put into a calendar. */
export const GET: RequestHandler = async (event) => {
	const { lab, session: id } = event.params;
	const { db } = city();
	const session = v.is(idSchema, id) ? await findSession(db, id) : undefined;
	if (session?.lab !== lab) return problemResponse('not-found', 'there is no such session here');
	const columns = ['id', 'name', 'address'] as const;
	const labs = await db.selectFrom('labs').select(columns).where('id', '=', lab).execute();
	return answerCalendar(event, { sessions: [session], labs }, lab);
};
