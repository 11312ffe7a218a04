/** Is a badge good? Checked without internet, by what the city last said of its keys and of the badges that it took back. */
import type { BadgeWord } from './badge-word.ts';
import { fromBase64Url } from './fingerprint.ts';
import type { HeldBadge } from './held-badge.ts';
import type { CheckSignature, PublicKey } from './receipt.ts';

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
