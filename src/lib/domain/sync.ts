/** The wire of `POST /api/sync`: stable, because phones of several years may be out there. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { needStates } from './need.ts';
import { problemSchema } from './problem.ts';
import { receiptSchema } from './receipt.ts';
import { secretSchema } from './receipt-code.ts';

/** The most submissions in one request. */
export const mostSubmissions = 500;
/** The most watch secrets in one request. */
export const mostWatched = 500;
/** The largest request, in bytes after unzipping. */
export const largestRequest = 2 * 1024 * 1024;
/** The largest single submission, in bytes of its JSON. */
export const largestSubmission = 64 * 1024;

/** A request; each submission is judged alone later, so here it is only something. */
export const syncRequestSchema = v.strictObject({
	v: v.literal(1, 'unknown-version'),
	submissions: v.pipe(v.array(v.unknown()), v.maxLength(mostSubmissions, 'too-large')),
	watch: v.optional(v.pipe(v.array(secretSchema), v.maxLength(mostWatched, 'too-large')))
});

export type SyncRequest = v.InferOutput<typeof syncRequestSchema>;

export const resultNames = [
	'accepted',
	'duplicate',
	'incomplete',
	'conflict',
	'rejected',
	'deleted'
] as const;

const resultSchema = v.object({
	id: v.nullable(v.string()),
	result: v.picklist(resultNames),
	receipt: v.optional(receiptSchema),
	missing: v.optional(v.array(v.string())),
	problem: v.optional(problemSchema)
});

export type SyncResult = v.InferOutput<typeof resultSchema>;

/** What the city says of one watched need: its state and its words, newest last. */
const newsSchema = v.object({
	id: idSchema,
	watchHash: v.string(),
	state: v.picklist(needStates),
	changedAt: v.string(),
	messages: v.array(
		v.object({ id: idSchema, lang: v.string(), words: v.string(), saidAt: v.string() })
	)
});

export type News = v.InferOutput<typeof newsSchema>;

/** The answer, results in the order of the submissions. */
export const syncResponseSchema = v.object({
	v: v.literal(1),
	serverTime: v.string(),
	epoch: v.string(),
	results: v.array(resultSchema),
	replies: v.array(newsSchema)
});

export type SyncResponse = v.InferOutput<typeof syncResponseSchema>;
