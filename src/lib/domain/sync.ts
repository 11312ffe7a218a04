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

/** `<epoch>.<number>`: where a reader stands in what the city has committed. */
export const cursorSchema = v.pipe(
	v.string(),
	v.maxLength(100),
	v.regex(/^[A-Za-z0-9_-]+\.\d{1,18}$/)
);

/** A request; each submission is judged alone later, so here it is only something. */
export const syncRequestSchema = v.strictObject({
	v: v.literal(1, 'unknown-version'),
	submissions: v.pipe(v.array(v.unknown()), v.maxLength(mostSubmissions, 'too-large')),
	watch: v.optional(v.pipe(v.array(secretSchema), v.maxLength(mostWatched, 'too-large'))),
	/** The cursor of an earlier answer to the same watch secrets: only later news are wanted. */
	since: v.optional(cursorSchema)
});

export type SyncRequest = v.InferOutput<typeof syncRequestSchema>;

export const resultNames = [
	'accepted',
	'duplicate',
	'incomplete',
	'conflict',
	'rejected',
	'deleted',
	'held',
	// not kept: too much came at once, and the phone sends it again
	'later'
] as const;

/** What became of one submission. */
export const resultSchema = v.object({
	id: v.nullable(v.string()),
	result: v.picklist(resultNames),
	receipt: v.optional(receiptSchema),
	/** A hub's word that it holds a sealed submission, over the fingerprint of the sealed form. It ends nothing. */
	hubReceipt: v.optional(receiptSchema),
	missing: v.optional(v.array(v.string())),
	problem: v.optional(problemSchema)
});

export type SyncResult = v.InferOutput<typeof resultSchema>;

const messageSchema = v.object({
	id: idSchema,
	lang: v.string(),
	words: v.string(),
	saidAt: v.string(),
	/** The words spoken: at `/api/said/<id>/<hash of the key>`, sealed under the key. */
	voice: v.optional(
		v.object({
			key: secretSchema,
			size: v.number(),
			type: v.pipe(v.string(), v.startsWith('audio/'))
		})
	)
});

/** What the city says of one watched need: its state and its words, newest last. */
const newsSchema = v.object({
	id: idSchema,
	watchHash: v.string(),
	state: v.picklist(needStates),
	changedAt: v.string(),
	messages: v.array(messageSchema),
	/** Instead of messages, where they go by other hands: the list as JSON, sealed with the need's reply key. */
	sealed: v.optional(v.string()),
	/** What became of it (`became.ts`) as JSON; sealed with the need's reply key, where it brought one. */
	became: v.optional(v.string())
});

/** What stands sealed in `sealed`. */
export const sealedMessagesSchema = v.array(messageSchema);

export type News = v.InferOutput<typeof newsSchema>;

/** What the city says of one watched badge: `issuedBadgeSchema` as JSON, sealed with the reply key. */
const badgeNewsSchema = v.object({ id: idSchema, watchHash: v.string(), badge: v.string() });

export type BadgeNews = v.InferOutput<typeof badgeNewsSchema>;

/** What became of one watched idea (`idea-news.ts`) as JSON, sealed with the reply key. */
const ideaNewsSchema = v.object({ id: idSchema, watchHash: v.string(), idea: v.string() });

export type IdeaNews = v.InferOutput<typeof ideaNewsSchema>;

export type AnyNews = News | BadgeNews | IdeaNews;

/** Is this of a need? */
export function isNeedNews(news: AnyNews): news is News {
	return 'state' in news;
}

/** Is this of an idea? */
export function isIdeaNews(news: AnyNews): news is IdeaNews {
	return 'idea' in news;
}

/** The answer, results in the order of the submissions. */
export type SyncResponse = {
	v: 1;
	serverTime: string;
	epoch: string;
	results: SyncResult[];
	replies: AnyNews[];
	/** Where the reader of `replies` now stands; absent where the city cannot say. */
	cursor?: string;
};

/** What its reader does not understand says nothing of any submission. */
const nothingSaid: SyncResult = { id: null, result: 'incomplete' };

/**
 * Reads an answer, also of a city that is years newer: a result or a reply of a form that is not known here is passed
 * over, and whoever passed a reply over goes on standing where she stood.
 */
export const syncResponseSchema = v.pipe(
	v.object({
		v: v.literal(1),
		serverTime: v.string(),
		epoch: v.string(),
		results: v.array(v.fallback(resultSchema, nothingSaid)),
		replies: v.array(
			v.fallback(v.nullable(v.union([newsSchema, badgeNewsSchema, ideaNewsSchema])), null)
		),
		cursor: v.optional(cursorSchema)
	}),
	v.transform(({ replies: heard, cursor, ...answer }): SyncResponse => {
		const replies = heard.filter((news) => news !== null);
		const isWhole = replies.length === heard.length;
		return { ...answer, replies, ...(isWhole && cursor !== undefined && { cursor }) };
	})
);
