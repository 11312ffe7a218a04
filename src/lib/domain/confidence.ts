/** How sure somebody feels with the phone, before and after a session, in one of three pictures: told by who likes to. */
import * as v from 'valibot';

export const moments = ['before', 'after'] as const;

export type Moment = (typeof moments)[number];

/** Not sure, a bit sure, sure. */
export const levels = [1, 2, 3] as const;

export type Level = (typeof levels)[number];

/** The body of the submission; session and person stand in the envelope. */
export const confidenceBodySchema = v.strictObject({
	moment: v.picklist(moments),
	level: v.picklist(levels)
});

export type ConfidenceBody = v.InferOutput<typeof confidenceBodySchema>;
