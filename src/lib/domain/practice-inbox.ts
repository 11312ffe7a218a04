/** A pretend inbox: messages to judge, genuine ones among the scams. */
import * as v from 'valibot';
import { clockSchema, haveOwnIds, idSchema, readSchema } from './practice-facts.ts';

export const verdictSchema = v.picklist(['trap', 'safe'], 'write "trap" or "safe"');

/** `from` is the number or name that the phone shows; `picture` stands beside it. */
export const messageSchema = v.strictObject({
	id: idSchema,
	from: readSchema,
	picture: idSchema,
	time: clockSchema,
	words: readSchema,
	verdict: verdictSchema,
	why: readSchema
});

/** Apps of the pretend phone in which there is something to judge. */
export const inboxApps = ['chat', 'mail', 'browser', 'call', 'news'] as const;

export const inboxSchema = v.strictObject({
	type: v.literal('inbox'),
	/** Where the messages lie; they are judged everywhere alike. */
	app: v.optional(v.picklist(inboxApps, `write one of ${inboxApps.join(', ')}`), 'chat'),
	messages: v.pipe(
		v.array(messageSchema),
		v.minLength(3, 'write at least 3 messages'),
		v.maxLength(6, 'write at most 6 messages'),
		v.check((messages) => haveOwnIds(messages), 'give each message its own id'),
		v.check(
			(messages) => new Set(messages.map((message) => message.verdict)).size === 2,
			'put both "trap" and "safe" messages in the inbox'
		)
	)
});

export type Verdict = v.InferOutput<typeof verdictSchema>;
export type Message = v.InferOutput<typeof messageSchema>;
export type InboxPractice = v.InferOutput<typeof inboxSchema>;

/** The last verdict given on each message, by message id. */
export interface InboxState {
	type: 'inbox';
	verdicts: Readonly<Record<string, Verdict>>;
}

export interface InboxMove {
	move: 'judge';
	message: string;
	verdict: Verdict;
}

/** The state before the first verdict. */
export const emptyInbox: InboxState = { type: 'inbox', verdicts: {} };

/** Does the last verdict on every message fit? */
export function isInboxJudged(practice: InboxPractice, state: InboxState): boolean {
	return nextInboxMove(practice, state) === undefined;
}

/** The first message that has no fitting verdict yet, with the verdict that fits. */
export function nextInboxMove(practice: InboxPractice, state: InboxState): InboxMove | undefined {
	const message = practice.messages.find(({ id, verdict }) => state.verdicts[id] !== verdict);
	return message && { move: 'judge', message: message.id, verdict: message.verdict };
}
