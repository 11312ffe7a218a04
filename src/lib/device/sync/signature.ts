import type { CheckSignature } from '../../domain/receipt.ts';

/**
 * Checks an ES256 signature with what this browser has: its own crypto, or on plain-HTTP pages, where that is hidden,
 * the same in JavaScript, fetched only then.
 */
export const checkSignature: CheckSignature = async (key, signature, text) => {
	const data = new TextEncoder().encode(text);
	const { kty, crv, x, y } = key;
	if (globalThis.crypto?.subtle) {
		const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
		const imported = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, false, [
			'verify'
		]);
		return crypto.subtle.verify(algorithm, imported, signature, data);
	}
	const [{ p256 }, { fromBase64Url }] = await Promise.all([
		import('@noble/curves/nist.js'),
		import('../../domain/fingerprint.ts')
	]);
	const point = new Uint8Array([4, ...fromBase64Url(x), ...fromBase64Url(y)]);
	return p256.verify(signature, data, point, { lowS: false });
};
