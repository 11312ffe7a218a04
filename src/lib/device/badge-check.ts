/** Somebody's badge, checked on this phone. */
import { checkBadge, type Verdict } from '../domain/check-badge.ts';
import type { HeldBadge } from '../domain/held-badge.ts';
import { cryptography } from './cryptography.ts';
import { hearOfBadges, knownForBadges } from './sync/city-keys.ts';

/** Checks a badge by what this phone knows of its city; `fresh` asks the city first, where there is internet. */
export async function checkHere(badge: HeldBadge, fresh: boolean): Promise<Verdict> {
	const { checkSignature } = await cryptography();
	if (fresh) await hearOfBadges(checkSignature);
	return checkBadge(badge, await knownForBadges(), checkSignature);
}
