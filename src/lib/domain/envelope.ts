/**
 * The envelope: one submission, made once on the phone and never changed after.
 * Its fingerprint (sha256 over its canonical JSON) is its identity for ever.
 */
import * as v from 'valibot';
import { badgeBodySchema, type BadgeBody } from './badge.ts';
import { confidenceBodySchema, type ConfidenceBody } from './confidence.ts';
import {
	attendanceBodySchema,
	personSchema,
	sessionBodySchema,
	type AttendanceBody,
	type SessionBody
} from './held-session.ts';
import { helpedBodySchema, type HelpedBody } from './helped.ts';
import { idSchema } from './id.ts';
import { ideaBodySchema, type IdeaBody } from './idea.ts';
import { instantSchema } from './instant.ts';
import { hasVoice, mediaListSchema, spokenListSchema, voiceListSchema } from './media.ts';
import { needBodySchema, type NeedBody } from './need.ts';
import { opinionBodySchema, type OpinionBody } from './opinion.ts';
import { priorityBodySchema, type PriorityBody } from './priority.ts';
import { progressBodySchema, type ProgressBody } from './progress.ts';
import { secretHashSchema, secretSchema } from './receipt-code.ts';
import { supportBodySchema, type SupportBody } from './support.ts';
import { answerBodySchema, type AnswerBody } from './survey-answer.ts';
import { isBlank, tidyWords } from './words.ts';
import { withdrawalBodySchema, type WithdrawalBody } from './withdrawal.ts';
import { workshopBodySchema, type WorkshopBody } from './workshop.ts';

export const kinds = [
	'need',
	'progress',
	'badge',
	'withdrawal',
	'session',
	'attendance',
	'confidence',
	'workshop',
	'helped',
	'support',
	'answer',
	'opinion',
	'priority',
	'idea'
] as const;

export type Kind = (typeof kinds)[number];

/** The schema number that this Plaza writes, and the newest that it reads. */
export const newestSchema = 1;

/** The language in which words were said: mostly one of the eight, but a person may write in any (BCP 47). */
const spokenLanguageSchema = v.pipe(
	v.string(),
	v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'lang')
);

const pseudonym = v.pipe(
	v.string(),
	v.minLength(1),
	v.maxLength(80),
	v.check((name) => tidyWords(name) === name, 'characters')
);

const common = {
	id: idSchema,
	schema: v.literal(newestSchema, 'unknown-version'),
	madeAt: instantSchema,
	lang: spokenLanguageSchema,
	lab: v.optional(pseudonym),
	session: v.optional(pseudonym),
	person: v.optional(pseudonym),
	watchHash: v.optional(secretHashSchema),
	withdrawHash: v.optional(secretHashSchema)
};

const noMedia = v.pipe(v.array(v.never('media')), v.maxLength(0, 'media'));

/** The need that this one takes the place of, with the secret that withdraws it. */
const supersededSchema = v.strictObject({ id: idSchema, withdraw: secretSchema });

/** `mediaKey` seals the media, `replyKey` the replies, wherever others than the city carry them. */
const needSchema = v.pipe(
	v.strictObject({
		...common,
		kind: v.literal('need'),
		media: mediaListSchema,
		mediaKey: v.optional(secretSchema),
		replyKey: v.optional(secretSchema),
		supersedes: v.optional(supersededSchema),
		body: needBodySchema
	}),
	v.forward(
		v.check(({ body, media }) => !isBlank(body.words) || hasVoice(media), 'blank'),
		['body', 'words']
	)
);

/** An idea may be said by voice alone. */
const spokenIdeaSchema = v.pipe(
	v.strictObject({
		...common,
		kind: v.literal('idea'),
		media: voiceListSchema,
		mediaKey: v.optional(secretSchema),
		replyKey: v.optional(secretSchema),
		body: ideaBodySchema
	}),
	v.forward(
		v.check(({ body, media }) => !isBlank(body.words) || hasVoice(media), 'blank'),
		['body', 'words']
	)
);

/** Each recording answers the question that stands at its place in `spoken`. */
const spokenAnswerSchema = v.pipe(
	v.strictObject({
		...common,
		kind: v.literal('answer'),
		media: spokenListSchema,
		mediaKey: v.optional(secretSchema),
		body: answerBodySchema
	}),
	v.forward(
		v.check(({ body, media }) => (body.spoken?.length ?? 0) === media.length, 'media'),
		['media']
	)
);

/** An envelope of a kind that this Plaza knows. A problem's message is its code. */
export const envelopeSchema = v.variant(
	'kind',
	[
		needSchema,
		v.strictObject({
			...common,
			kind: v.literal('progress'),
			media: noMedia,
			body: progressBodySchema
		}),
		// watched like a need; what comes back is sealed with `replyKey`
		v.strictObject({
			...common,
			kind: v.literal('badge'),
			media: noMedia,
			replyKey: secretSchema,
			body: badgeBodySchema
		}),
		v.strictObject({
			...common,
			kind: v.literal('withdrawal'),
			media: noMedia,
			body: withdrawalBodySchema
		}),
		v.strictObject({
			...common,
			kind: v.literal('session'),
			lab: idSchema,
			session: idSchema,
			media: noMedia,
			body: sessionBodySchema
		}),
		v.strictObject({
			...common,
			kind: v.literal('attendance'),
			session: idSchema,
			person: personSchema,
			media: noMedia,
			body: attendanceBodySchema
		}),
		v.strictObject({
			...common,
			kind: v.literal('confidence'),
			session: idSchema,
			person: personSchema,
			media: noMedia,
			body: confidenceBodySchema
		}),
		v.strictObject({
			...common,
			kind: v.literal('workshop'),
			lab: idSchema,
			session: idSchema,
			media: noMedia,
			body: workshopBodySchema
		}),
		v.strictObject({
			...common,
			kind: v.literal('helped'),
			media: noMedia,
			body: helpedBodySchema
		}),
		v.strictObject({
			...common,
			kind: v.literal('support'),
			media: noMedia,
			body: supportBodySchema
		}),
		spokenAnswerSchema,
		v.strictObject({
			...common,
			kind: v.literal('opinion'),
			media: noMedia,
			body: opinionBodySchema
		}),
		v.strictObject({
			...common,
			kind: v.literal('priority'),
			media: noMedia,
			body: priorityBodySchema
		}),
		spokenIdeaSchema
	],
	'unknown-kind'
);

export type Envelope = v.InferOutput<typeof envelopeSchema>;
export type EnvelopeOf<K extends Kind> = Extract<Envelope, { kind: K }>;
export type Body =
	| NeedBody
	| ProgressBody
	| BadgeBody
	| WithdrawalBody
	| SessionBody
	| AttendanceBody
	| ConfidenceBody
	| WorkshopBody
	| HelpedBody
	| SupportBody
	| AnswerBody
	| OpinionBody
	| PriorityBody
	| IdeaBody;
