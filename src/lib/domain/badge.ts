/**
 * Badges: the city's word that somebody did every task of a module alone. The city never learns her name: it signs the
 * hash of name and salt, both of which stay with her (docs/decisions/badges.md).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { canonicalText, toBase64Url } from './fingerprint.ts';
import { secretHashSchema } from './receipt-code.ts';
import { isBlank, lengthOf, tidyWords } from './words.ts';

/** The levels of badges; what DigComp 2.2 calls foundation is the only one so far. */
export const badgeLevels = ['foundation'] as const;

export type BadgeLevel = (typeof badgeLevels)[number];

/** The longest name on a badge, in characters. */
export const longestName = 60;

/** The body of the submission that asks for a badge; `holder` is `holderOf` name and salt. */
export const badgeBodySchema = v.strictObject({
	module: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}$/, 'lesson')),
	level: v.picklist(badgeLevels, 'lesson'),
	holder: secretHashSchema
});

export type BadgeBody = v.InferOutput<typeof badgeBodySchema>;

/** Who saw it, where somebody did; instants in seconds since 1970, as in everything that the city says of badges. */
export type Confirmed = { by: string; at: number };

/** What the city signs. `status` is the badge's place in the status lists, which says nothing of its holder. */
export type BadgeFacts = BadgeBody & { issuedAt: number; status: number; confirmed?: Confirmed };

/** Bits in one status list: the least that the Bitstring Status List wants, so that a place tells nobody apart. */
export const statusListLength = 131_072;

/** The text under the city's signature of the compact form. */
export function badgeText(facts: BadgeFacts): string {
	const { module, level, holder, issuedAt, status, confirmed } = facts;
	return canonicalText({ badge: 1, module, level, holder, issuedAt, status, confirmed });
}

/** A name as it stands on a badge; undefined when there is nothing to read, or too much. */
export function readName(typed: string): string | undefined {
	const name = tidyWords(typed).normalize('NFC').replace(/\s+/g, ' ');
	return isBlank(name) || lengthOf(name) > longestName ? undefined : name;
}

/** sha256 of the name with the salt behind it (Open Badges 3.0, IdentityHash), base64url. */
export function holderOf(name: string, salt: string): string {
	return toBase64Url(sha256(utf8ToBytes(name + salt)));
}

/** `<key id>.<ES256, base64url>` over `badgeText`. */
const signatureSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/));

/** What the city gives back, sealed with the reply key of the submission. */
export const issuedBadgeSchema = v.object({
	/** Open Badges 3.0 as VC-JWT; once somebody confirmed it, with that. */
	credential: v.string(),
	signature: signatureSchema,
	issuedAt: v.number(),
	status: v.number(),
	/** Where the city is found, when it knows. */
	address: v.optional(v.string()),
	/** Who of the city saw it, and the signature over the facts with that: the first one stays good beside it. */
	confirmed: v.optional(v.object({ by: v.string(), at: v.number(), signature: signatureSchema })),
	takenBackAt: v.optional(v.number())
});

export type IssuedBadge = v.InferOutput<typeof issuedBadgeSchema>;

/** The longest `by` of a confirmation, in bytes of UTF-8: name and witness together fit in a code that old cameras read. */
export const longestWitness = 80;

/** Who saw it, as it stands on a badge: a person and her city, cut where it is too long. */
export function witnessOf(person: string, city: string): string {
	const words = tidyWords(`${person}, ${city}`).normalize('NFC').replace(/\s+/g, ' ');
	const bytesOf = (text: string) => utf8ToBytes(text).length;
	if (bytesOf(words) <= longestWitness) return words;
	let kept = '';
	for (const character of words) {
		if (bytesOf(`${kept}${character}…`) > longestWitness) break;
		kept += character;
	}
	return `${kept}…`;
}
