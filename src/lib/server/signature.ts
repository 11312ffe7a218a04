/** ES256 (RFC 7518, section 3.4) by Node: the signature is the 64 bytes of r and s. */
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { toBase64Url } from '../domain/fingerprint.ts';
import type { CheckSignature } from '../domain/receipt.ts';

const signAside = promisify(sign);

/** The signature of a text in UTF-8, base64url, made beside the server's one thread. */
export async function signTextAside(key: KeyObject, text: string): Promise<string> {
	const signature = await signAside('sha256', Buffer.from(text), {
		key,
		dsaEncoding: 'ieee-p1363'
	});
	return signature.toString('base64url');
}

/** The signature of a text in UTF-8, base64url. */
export function signText(key: KeyObject, text: string): string {
	return toBase64Url(sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }));
}

/** Did the owner of this key sign this text? */
export const checkSignature: CheckSignature = async ({ kty, crv, x, y }, signature, text) => {
	const key = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
	return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature);
};
