/** What somebody thinks of one statement of a round: one device says it once, and may say it otherwise later. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { secretSchema } from './receipt-code.ts';

/** `pass`: I do not know. */
export const opinionKinds = ['agree', 'disagree', 'pass'] as const;

export type OpinionKind = (typeof opinionKinds)[number];

/** The id of a statement, within its round. */
export const statementIdSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));

/** The body of the submission. */
export const opinionBodySchema = v.strictObject({
	round: idSchema,
	statement: statementIdSchema,
	opinion: v.picklist(opinionKinds),
	/** `tokenOf` the device's secret and the round: what one device says in it belongs together, and to nothing else. */
	token: secretSchema
});

export type OpinionBody = v.InferOutput<typeof opinionBodySchema>;
