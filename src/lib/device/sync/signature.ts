import type { CheckSignature } from '../../domain/receipt.ts';

/** Checks an ES256 signature with the browser's own crypto, which secure pages and the worker have. */
export const checkSignature: CheckSignature = async ({ kty, crv, x, y }, signature, text) => {
	const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
	const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, false, [
		'verify'
	]);
	return crypto.subtle.verify(algorithm, key, signature, new TextEncoder().encode(text));
};
