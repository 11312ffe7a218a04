import type { Bytes, Cryptography, Point } from './cryptography.ts';

/** Cryptography by the Web Crypto of a browser or of Node. */
export function subtleCryptography(
	subtle: SubtleCrypto,
	random: (count: number) => Bytes
): Cryptography {
	const aes = (key: Bytes, use: 'encrypt' | 'decrypt') =>
		subtle.importKey('raw', key, 'AES-GCM', false, [use]);
	const gcm = (iv: Bytes, additionalData?: Bytes) => ({
		name: 'AES-GCM',
		iv,
		...(additionalData && { additionalData })
	});
	const point = ({ x, y }: Point) => ({ kty: 'EC', crv: 'P-256', x, y });
	return {
		random,
		checkSignature: async (key, signature, text) => {
			const use = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
			const theirs = await subtle.importKey('jwk', point(key), use, false, ['verify']);
			return subtle.verify(use, theirs, signature, new TextEncoder().encode(text));
		},
		encrypt: async (key, nonce, bytes, additional) =>
			new Uint8Array(
				await subtle.encrypt(gcm(nonce, additional), await aes(key, 'encrypt'), bytes)
			),
		decrypt: async (key, nonce, bytes, additional) =>
			new Uint8Array(
				await subtle.decrypt(gcm(nonce, additional), await aes(key, 'decrypt'), bytes)
			),
		makeKey: async () => {
			const { privateKey } = await subtle.generateKey(ecdh, true, ['deriveBits']);
			const { x = '', y = '', d = '' } = await subtle.exportKey('jwk', privateKey);
			return { x, y, d };
		},
		agree: async (ours, theirs) => {
			const own = { ...point(ours), d: ours.d };
			const privateKey = await subtle.importKey('jwk', own, ecdh, false, ['deriveBits']);
			const publicKey = await subtle.importKey('jwk', point(theirs), ecdh, false, []);
			return new Uint8Array(
				await subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256)
			);
		},
		stretch: async (password, salt, iterations) => {
			const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
			const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
			return new Uint8Array(await subtle.deriveBits(how, key, 256));
		}
	};
}

const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
