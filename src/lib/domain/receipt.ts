/** A receipt: the city's signed word that a submission arrived. */
import * as v from 'valibot';
import { badgeWordSchema } from './badge-word.ts';
import { canonicalText, fromBase64Url } from './fingerprint.ts';
import { idSchema } from './id.ts';

const hash = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

/** `signature` is `<key id>.<ES256 signature, base64url>` over the canonical JSON of the other fields. */
export const receiptSchema = v.strictObject({
	id: idSchema,
	sha256: hash,
	receivedAt: v.string(),
	node: v.pipe(v.string(), v.maxLength(80)),
	epoch: v.pipe(v.string(), v.maxLength(80)),
	signature: v.pipe(v.string(), v.maxLength(200), v.regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/))
});

export type Receipt = v.InferOutput<typeof receiptSchema>;

/** A P-256 public key as JWK (RFC 7517). */
export const publicKeySchema = v.object({
	kid: v.string(),
	kty: v.literal('EC'),
	crv: v.literal('P-256'),
	x: hash,
	y: hash,
	use: v.picklist(['sig', 'enc'])
});

export type PublicKey = v.InferOutput<typeof publicKeySchema>;

/** What `GET /api/keys` gives: current and former keys, signed by the city's root key over the canonical JSON of `keys`. */
export const keySetSchema = v.object({
	v: v.literal(1),
	root: publicKeySchema,
	keys: v.pipe(v.array(publicKeySchema), v.minLength(1)),
	signature: v.string(),
	/** The city's word on badges; one of a form that is not known here says nothing. */
	badges: v.fallback(v.optional(badgeWordSchema), undefined),
	/** Said by a hub that hands on the city's keys: what it is given must be sealed, and it gives receipts of its own. */
	hub: v.optional(v.object({ node: v.string(), name: v.string(), key: publicKeySchema }))
});

export type KeySet = v.InferOutput<typeof keySetSchema>;

/** The text under a receipt's signature. */
export function signedText(receipt: Omit<Receipt, 'signature'>): string {
	const { id, sha256, receivedAt, node, epoch } = receipt;
	return canonicalText({ id, sha256, receivedAt, node, epoch });
}

/** How a signature is checked: ES256 over a text. The phone gives its browser's way, tests give Node's. */
export type CheckSignature = (
	key: PublicKey,
	signature: Uint8Array<ArrayBuffer>,
	text: string
) => Promise<boolean>;

/** Is this the city's receipt for just this submission? Any other answer, a login page's 200 say, is not. */
export async function isReceiptFor(
	receipt: Receipt,
	submission: { id: string; sha256: string },
	keys: readonly PublicKey[],
	check: CheckSignature
): Promise<boolean> {
	if (receipt.id !== submission.id || receipt.sha256 !== submission.sha256) return false;
	const [kid = '', signature = ''] = receipt.signature.split('.');
	const key = keys.find((candidate) => candidate.kid === kid && candidate.use === 'sig');
	return key ? check(key, fromBase64Url(signature), signedText(receipt)) : false;
}

/** Does the root key stand behind this key set? */
export async function isKeySetOf(
	root: PublicKey,
	set: KeySet,
	check: CheckSignature
): Promise<boolean> {
	return check(root, fromBase64Url(set.signature), canonicalText(set.keys));
}
