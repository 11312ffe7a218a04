/** Is a badge good? Checked without internet, by what the city last said of its keys and of the badges that it took back. */
import * as v from 'valibot';
import { canonicalText, fromBase64Url } from './fingerprint.ts';
import type { HeldBadge } from './held-badge.ts';
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

/**
 * `good`: signed by the city while it used that key, and not taken back as of then. `changed`: not what the city signed.
 * `key-not-in-use`: the city had put that key away, or had not made it yet. `not-known`: this phone knows no such key of
 * its city, or has not heard its word.
 */
export type Verdict =
	| { verdict: 'good'; asOf: number }
	| { verdict: 'taken-back'; at: number; asOf: number }
	| { verdict: 'changed' | 'key-not-in-use' | 'not-known' };

/** Checks a badge against what is known of the city. */
export async function checkBadge(
	{ kid, text, signature, fits, issuedAt, confirmed, status }: HeldBadge,
	city: { keys: readonly PublicKey[]; badges?: BadgeWord | undefined },
	check: CheckSignature
): Promise<Verdict> {
	const key = city.keys.find((each) => each.use === 'sig' && each.kid.startsWith(kid));
	if (!key || !city.badges) return { verdict: 'not-known' };
	if (!fits || !(await isSigned(key, signature, text, check))) return { verdict: 'changed' };
	const { asOf, periods, takenBack } = city.badges;
	const period = periods.find((each) => each.kid === key.kid);
	const { from = 0, until = Infinity } = period ?? { until: 0 };
	const signedAt = confirmed?.at ?? issuedAt;
	if (signedAt < from || signedAt >= until) return { verdict: 'key-not-in-use' };
	const gone = takenBack.find(([place]) => place === status);
	return gone ? { verdict: 'taken-back', at: gone[1], asOf } : { verdict: 'good', asOf };
}

async function isSigned(
	key: PublicKey,
	signature: string,
	text: string,
	check: CheckSignature
): Promise<boolean> {
	try {
		return await check(key, fromBase64Url(signature), text);
	} catch {
		return false;
	}
}
