/** What a city says of its badges: which keys it used when, and which badges it took back. */
import * as v from 'valibot';
import { canonicalText, fromBase64Url } from './fingerprint.ts';
import type { CheckSignature, PublicKey } from './receipt.ts';

/**
 * The city's word on badges, signed by its root key: which key it used when, and which badges it took back, as of a time.
 * All instants in seconds since 1970.
 */
export const badgeWordSchema = v.object({
	asOf: v.number(),
	/** A key that is not named here has signed no badge. Without an end it is in use. */
	periods: v.array(
		v.object({ kid: v.string(), from: v.optional(v.number()), until: v.optional(v.number()) })
	),
	/** Place in the status lists, and when. */
	takenBack: v.array(v.tuple([v.number(), v.number()])),
	signature: v.string()
});

export type BadgeWord = v.InferOutput<typeof badgeWordSchema>;

/** The text under its signature. */
export function wordText({ asOf, periods, takenBack }: Omit<BadgeWord, 'signature'>): string {
	return canonicalText({ badges: 1, asOf, periods, takenBack });
}

/** Does the root key stand behind this word? */
export async function isWordOf(
	root: PublicKey,
	word: BadgeWord,
	check: CheckSignature
): Promise<boolean> {
	return check(root, fromBase64Url(word.signature), wordText(word));
}
