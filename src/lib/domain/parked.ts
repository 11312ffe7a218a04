/** Why a submission waits for its person: every reason there is, with the sentence that says it and what helps. */
import { requestProblems, submissionProblems, type RequestProblem } from './problem.ts';

type RefusedWith<Status> = {
	[Code in RequestProblem]: (typeof requestProblems)[Code] extends Status ? Code : never;
}[RequestProblem];

/** What the door says of a request that would not be better the next time. */
type Refusal = RefusedWith<400 | 413 | 415 | 422>;

/**
 * A code with which this phone parks a submission: the city's own word on it (`rejected` where it gave no code); the
 * door's on its request, or on one of its media (`media-`); or what the phone found by itself: it came to no answer
 * (`not-taken`), or is no longer what was told (`damaged`).
 */
export type ParkReason =
	| (typeof submissionProblems)[number]
	| Refusal
	| `media-${Refusal | 'damaged'}`
	| 'conflict'
	| 'rejected'
	| 'not-taken'
	| 'damaged';

/** What the person can do about it first: tell it again from these words, or let it be sent again as it is. */
export type Remedy = 'tell-again' | 'try-again';

const ofParts = { because: 'media', remedy: 'tell-again' } as const;
const unread = { because: 'malformed', remedy: 'try-again' } as const;
const older = { because: 'unknown-version', remedy: 'try-again' } as const;
const notTaken = { because: 'not-taken', remedy: 'try-again' } as const;
const large = { because: 'too-large', remedy: 'tell-again' } as const;
const odd = { because: 'characters', remedy: 'tell-again' } as const;

/** For each reason the key of its sentence, below `problems.` in the words of a language, and what helps. */
export const parkReasons = {
	malformed: unread,
	'unknown-kind': older,
	'unknown-version': older,
	id: unread,
	instant: unread,
	lang: unread,
	topic: { because: 'topic', remedy: 'tell-again' },
	blank: { because: 'blank', remedy: 'tell-again' },
	'too-long': { because: 'too-long', remedy: 'tell-again' },
	characters: odd,
	place: { because: 'place', remedy: 'tell-again' },
	lesson: unread,
	step: unread,
	answer: unread,
	secret: unread,
	media: ofParts,
	sealed: { because: 'sealed', remedy: 'try-again' },
	'too-large': large,
	'unknown-field': older,
	'not-storable': odd,
	'unsupported-encoding': older,
	'unsupported-type': older,
	hash: notTaken,
	'seal-first': notTaken,
	'other-city': { because: 'other-city', remedy: 'try-again' },
	'media-malformed': ofParts,
	'media-too-large': large,
	'media-unsupported-encoding': ofParts,
	'media-unsupported-type': ofParts,
	'media-unknown-version': ofParts,
	'media-hash': ofParts,
	'media-seal-first': ofParts,
	'media-other-city': ofParts,
	'media-damaged': { because: 'media-damaged', remedy: 'tell-again' },
	conflict: { because: 'conflict', remedy: 'tell-again' },
	rejected: { because: 'other', remedy: 'tell-again' },
	'not-taken': notTaken,
	damaged: { because: 'damaged', remedy: 'tell-again' }
} as const satisfies Record<ParkReason, { because: string; remedy: Remedy }>;

/** The reason that a code means; a newer city may know more of them, and its media problems are about media all the same. */
export function readParkReason(code: string): ParkReason {
	const reasons = Object.keys(parkReasons) as ParkReason[];
	const known = reasons.find((each) => each === code);
	return known ?? (code.startsWith('media-') ? 'media-malformed' : 'rejected');
}
