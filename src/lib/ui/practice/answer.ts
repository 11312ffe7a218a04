import type { Verdict } from '../../domain/practice-inbox.ts';

/** What a person says of a message; "I don't know" is a good answer, not a verdict. */
export type Answer = Verdict | 'dontKnow';
