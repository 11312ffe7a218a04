/**
 * The envelope: one submission, made once on the phone and never changed after.
 * Its fingerprint (sha256 over its canonical JSON) is its identity for ever.
 */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { instantSchema } from './instant.ts';
import { needBodySchema, type NeedBody } from './need.ts';
import { progressBodySchema, type ProgressBody } from './progress.ts';
import { secretHashSchema } from './receipt-code.ts';
import { tidyWords } from './words.ts';
import { withdrawalBodySchema, type WithdrawalBody } from './withdrawal.ts';

export const kinds = ['need', 'progress', 'withdrawal'] as const;

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
	withdrawHash: v.optional(secretHashSchema),
	media: v.pipe(v.array(v.never('media')), v.maxLength(0, 'media'))
};

/** An envelope of a kind that this Plaza knows. A problem's message is its code. */
export const envelopeSchema = v.variant(
	'kind',
	[
		v.strictObject({ ...common, kind: v.literal('need'), body: needBodySchema }),
		v.strictObject({ ...common, kind: v.literal('progress'), body: progressBodySchema }),
		v.strictObject({ ...common, kind: v.literal('withdrawal'), body: withdrawalBodySchema })
	],
	'unknown-kind'
);

export type Envelope = v.InferOutput<typeof envelopeSchema>;
export type EnvelopeOf<K extends Kind> = Extract<Envelope, { kind: K }>;
export type Body = NeedBody | ProgressBody | WithdrawalBody;
