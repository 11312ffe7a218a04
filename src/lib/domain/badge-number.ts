/**
 * The number of a badge, to read from paper and type: its place in the status lists, and four letters of its holder's
 * hash, so that a slip of the pen is never somebody else's badge.
 */
import type { BadgeFacts } from './badge.ts';
import { alphabet, tidyTyped } from './crockford.ts';
import { fromBase64Url } from './fingerprint.ts';
import { readAddress, readBadge } from './held-badge.ts';

/** `77777-K3QZ` */
export function badgeNumber({ status, holder }: Pick<BadgeFacts, 'status' | 'holder'>): string {
	const [first = 0, second = 0, third = 0] = fromBase64Url(holder);
	const bits = (first << 12) | (second << 4) | (third >> 4);
	const letters = [15, 10, 5, 0].map((shift) => alphabet[(bits >> shift) & 31]);
	return `${status}-${letters.join('')}`;
}

/** The place in a number that was typed, and the number as it is written; undefined when it is none. */
export function readBadgeNumber(typed: string): { status: number; number: string } | undefined {
	const [, digits = '', letters] =
		/^(\d{1,12})([0-9A-HJKMNP-TV-Z]{4})$/.exec(tidyTyped(typed)) ?? [];
	if (letters === undefined) return undefined;
	const status = Number(digits);
	return { status, number: `${status}-${letters}` };
}

/** The badge that somebody means: by its number, or by what its code says. `kid`: the beginning of the id of its key. */
export function meantBadge(text: string): { number: string; kid?: string } | undefined {
	const typed = readBadgeNumber(text);
	if (typed) return { number: typed.number };
	const held = readBadge(readAddress(text)?.written ?? text.trim());
	return held && { number: badgeNumber(held), kid: held.kid };
}
