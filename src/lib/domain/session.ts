/** A session: a meeting of a trainer and citizens at a lab. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { instantSchema } from './instant.ts';
import { languages } from './language.ts';

/** The most modules that one session is about. */
export const mostModules = 6;

/** The longest session, in hours. */
export const longestSession = 12;

/** A session as it is planned and every device hears of it (publication `session`). */
export const plannedSessionSchema = v.strictObject({
	id: idSchema,
	lab: idSchema,
	startsAt: instantSchema,
	endsAt: instantSchema,
	/** Slugs of the modules it is about; none: whatever people bring. */
	modules: v.pipe(
		v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}$/))),
		v.maxLength(mostModules)
	),
	/** The languages that are spoken there. */
	languages: v.pipe(v.array(v.picklist(languages)), v.minLength(1)),
	/** It was published, and will not be. */
	cancelled: v.boolean(),
	/** Goes up with each change (SEQUENCE of RFC 5545, section 3.8.7.4). */
	revision: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1))
});

export type PlannedSession = v.InferOutput<typeof plannedSessionSchema>;
