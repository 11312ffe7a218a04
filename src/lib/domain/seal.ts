/**
 * Sealing: what leaves a phone by other hands than the city's own can be read by the city only.
 * Texts are compact JWE (RFC 7516): ECDH-ES on P-256 with A256GCM for the city, `dir` with A256GCM for a reply's key.
 * JavaScript throughout, because a lab's plain-HTTP pages have no crypto.subtle, and so that the same bytes come out
 * everywhere; jose opens the same texts (tests/unit/seal.test.ts).
 */
import { gcm } from '@noble/ciphers/aes.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64Url, toBase64Url } from './fingerprint.ts';
import type { PublicKey } from './receipt.ts';

/** Random bytes that sealing one text takes. */
export const sealingChance = 60;

const nonceLength = 12;
const tagLength = 16;

/** Bytes by which a sealed recording or photo is longer. */
export const sealOverhead = tagLength;

/**
 * Seals a text for the owner of a P-256 key.
 * @param random at least `sealingChance` bytes, never used before
 */
export function sealFor(key: PublicKey, text: string, random: Uint8Array): string {
	const { secretKey } = p256.keygen(random.subarray(0, 48));
	const point = p256.getPublicKey(secretKey, false);
	const theirs = concatBytes(new Uint8Array([4]), fromBase64Url(key.x), fromBase64Url(key.y));
	const shared = p256.getSharedSecret(secretKey, theirs, true).subarray(1);
	const epk = {
		kty: 'EC',
		crv: 'P-256',
		x: toBase64Url(point.subarray(1, 33)),
		y: toBase64Url(point.subarray(33))
	};
	const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: key.kid, epk };
	return encrypted(header, agreedKey(shared), text, random.subarray(48, 48 + nonceLength));
}

/**
 * Seals a text under a secret that both sides have.
 * @param secret 32 bytes, base64url
 * @param random at least 12 bytes, never used before with this secret
 */
export function sealWith(secret: string, text: string, random: Uint8Array): string {
	const header = { alg: 'dir', enc: 'A256GCM' };
	return encrypted(header, fromBase64Url(secret), text, random.subarray(0, nonceLength));
}

/** The text that `sealWith` sealed under this secret; undefined when it is another's, changed, or none. */
export function openWith(secret: string, sealed: string): string | undefined {
	try {
		const [header = '', key, nonce = '', body = '', tag = ''] = sealed.split('.');
		if (key !== '') return undefined;
		const cipher = gcm(fromBase64Url(secret), fromBase64Url(nonce), utf8ToBytes(header));
		const bytes = cipher.decrypt(concatBytes(fromBase64Url(body), fromBase64Url(tag)));
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/**
 * Seals a recording or photo under its envelope's `mediaKey`. An envelope never changes, so neither does what stands at
 * a position of its list: the same sealed bytes each time, which can go on where a line broke.
 * @param position its place in the envelope's `media`
 */
export function sealMedia(mediaKey: string, position: number, bytes: Uint8Array): Uint8Array {
	return gcm(fromBase64Url(mediaKey), nonceAt(position)).encrypt(bytes);
}

/** The bytes that `sealMedia` sealed; undefined when they were changed or belong elsewhere. */
export function openMedia(
	mediaKey: string,
	position: number,
	sealed: Uint8Array
): Uint8Array | undefined {
	try {
		return gcm(fromBase64Url(mediaKey), nonceAt(position)).decrypt(sealed);
	} catch {
		return undefined;
	}
}

function nonceAt(position: number): Uint8Array {
	const nonce = new Uint8Array(nonceLength);
	nonce[nonceLength - 1] = position;
	return nonce;
}

/** Concat KDF of RFC 7518, section 4.6.2, for 256 bits and without party names. */
function agreedKey(shared: Uint8Array): Uint8Array {
	const name = utf8ToBytes('A256GCM');
	const parts = [number32(1), shared, number32(name.length), name, number32(0), number32(0)];
	return sha256(concatBytes(...parts, number32(256)));
}

function number32(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value);
	return bytes;
}

function encrypted(header: object, key: Uint8Array, text: string, nonce: Uint8Array): string {
	const protectedHeader = toBase64Url(utf8ToBytes(JSON.stringify(header)));
	const bytes = gcm(key, nonce, utf8ToBytes(protectedHeader)).encrypt(utf8ToBytes(text));
	const body = bytes.subarray(0, bytes.length - tagLength);
	const tag = bytes.subarray(bytes.length - tagLength);
	return [protectedHeader, '', ...[nonce, body, tag].map(toBase64Url)].join('.');
}
