/** Did the city's answer help? Said by the person who got it, once for each answer, and changed as often as she likes. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { secretSchema } from './receipt-code.ts';

export const helpedLevels = ['yes', 'bit', 'no'] as const;

export type Helped = (typeof helpedLevels)[number];

/** The body of the submission. Whoever holds the watch secret can say it; the city keeps only its hash. */
export const helpedBodySchema = v.strictObject({
	watch: secretSchema,
	/** The city's words that it is about. */
	message: idSchema,
	helped: v.picklist(helpedLevels)
});

export type HelpedBody = v.InferOutput<typeof helpedBodySchema>;
