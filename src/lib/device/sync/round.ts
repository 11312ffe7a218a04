import type { Cryptography } from '../../domain/cryptography.ts';
import type { Silence } from './exchange.ts';

/** What is asked with the first batch of a sending: watch secrets, and where this phone stands in their news. */
export type Watch = { secrets: string[]; since?: string };

/** One sending from its first request to its last. */
export interface Round {
	crypt: Cryptography;
	/** Does this phone speak to a hub? Then everything goes sealed. */
	hub: boolean;
	/** What is still to be asked along with the next batch. */
	watch: Watch | undefined;
	/** How many sendings in a row brought no answer before this one. */
	failures: number;
	/** How often a batch without an answer may still be halved. */
	splits: number;
	/** Did anything bring no answer while the city answered otherwise? */
	stuck: boolean;
	/** Has anything got over, words with their receipt or a piece of a photo? Then the line is worth another try soon. */
	moved: boolean;
}

export type NoAnswer = { noAnswer: true; retryAfter?: number; why?: Silence };

/** The sending ends here, and nobody said why. */
export const noAnswer: NoAnswer = { noAnswer: true };

/** Whatever failed this often may have the fault itself: a submission that did so alone goes alone and last. */
export const suspect = 2;

/** A city that asks for time gets it, unless that has gone on for long. */
export function asksForTime({ failures }: Round, { retryAfter }: NoAnswer): boolean {
	return retryAfter !== undefined && failures < suspect;
}
