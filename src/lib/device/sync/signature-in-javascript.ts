import { p256 } from '@noble/curves/nist.js';
import { fromBase64Url } from '../../domain/fingerprint.ts';
import type { CheckSignature } from '../../domain/receipt.ts';

/** Checks an ES256 signature on a lab's plain-HTTP pages, where the browser hides its own crypto. */
export const checkSignature: CheckSignature = async ({ x, y }, signature, text) => {
	const point = new Uint8Array([4, ...fromBase64Url(x), ...fromBase64Url(y)]);
	return p256.verify(signature, new TextEncoder().encode(text), point, { lowS: false });
};
