/** What somebody puts first of the things of a prioritising: one device says it once, whole, and may say it otherwise later. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { secretSchema } from './receipt-code.ts';

/** The most points that a person may have. */
export const mostPoints = 20;
export const mostThings = 10;

/** The id of a thing, within its prioritising. */
export const thingIdSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));

/** How many points each thing gets; where there is a budget, 1 for each thing that is chosen. Nothing chosen: no entry. */
export const choiceSchema = v.pipe(
	v.record(thingIdSchema, v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostPoints))),
	v.check((choice) => Object.keys(choice).length <= mostThings, 'priority-many')
);

export type Choice = v.InferOutput<typeof choiceSchema>;

/** The body of the submission. */
export const priorityBodySchema = v.strictObject({
	prioritising: idSchema,
	choice: choiceSchema,
	/** `tokenOf` the device's secret and the prioritising: what it says again takes the place of what it said before. */
	token: secretSchema
});

export type PriorityBody = v.InferOutput<typeof priorityBodySchema>;
