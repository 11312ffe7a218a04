import { gcm } from '@noble/ciphers/aes.js';
import { p256 } from '@noble/curves/nist.js';
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64Url, toBase64Url } from './fingerprint.ts';
import type { Bytes, Cryptography, Point } from './cryptography.ts';

/** Cryptography where the browser hides its own: on a lab's plain-HTTP pages. */
export function javascriptCryptography(random: (count: number) => Bytes): Cryptography {
	return {
		random,
		checkSignature: async (key, signature, text) =>
			p256.verify(signature, new TextEncoder().encode(text), pointBytes(key), { lowS: false }),
		encrypt: async (key, nonce, bytes, additional) =>
			new Uint8Array(gcm(key, nonce, additional).encrypt(bytes)),
		decrypt: async (key, nonce, bytes, additional) =>
			new Uint8Array(gcm(key, nonce, additional).decrypt(bytes)),
		makeKey: async () => {
			const { secretKey } = p256.keygen(random(48));
			const point = p256.getPublicKey(secretKey, false);
			return {
				x: toBase64Url(point.subarray(1, 33)),
				y: toBase64Url(point.subarray(33)),
				d: toBase64Url(secretKey)
			};
		},
		agree: async ({ d }, theirs) =>
			new Uint8Array(p256.getSharedSecret(fromBase64Url(d), pointBytes(theirs), true).subarray(1)),
		stretch: async (password, salt, rounds) =>
			new Uint8Array(await pbkdf2Async(sha256, password, salt, { c: rounds, dkLen: 32 }))
	};
}

function pointBytes({ x, y }: Point): Bytes {
	return new Uint8Array([4, ...fromBase64Url(x), ...fromBase64Url(y)]);
}
