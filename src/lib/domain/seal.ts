/**
 * Sealing: what leaves a phone by other hands than the city's own can be read by the city only.
 * Texts are compact JWE (RFC 7516): ECDH-ES on P-256 with A256GCM for the owner of a key, `dir` with A256GCM for whoever
 * has a secret. jose opens the same texts (tests/unit/seal.test.ts).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Bytes, Cryptography, Point, PrivateKey } from './cryptography.ts';
import { fromBase64Url, toBase64Url } from './fingerprint.ts';

const nonceLength = 12;
const tagLength = 16;

/** Bytes by which a sealed recording or photo is longer. */
export const sealOverhead = tagLength;

/** Seals a text for the owner of a P-256 key. */
export async function sealFor(
	crypt: Cryptography,
	key: Point & { kid: string },
	text: string
): Promise<string> {
	const { d, ...epk } = await crypt.makeKey();
	const shared = await crypt.agree({ d, ...epk }, key);
	const header = {
		alg: 'ECDH-ES',
		enc: 'A256GCM',
		kid: key.kid,
		epk: { kty: 'EC', crv: 'P-256', ...epk }
	};
	return encrypted(crypt, header, agreedKey(shared), text);
}

/** The text that `sealFor` sealed for this key; undefined when it is another's, changed, or none. */
export async function openFor(
	crypt: Cryptography,
	own: PrivateKey,
	sealed: string
): Promise<string | undefined> {
	try {
		const header = JSON.parse(textOf(fromBase64Url(sealed.split('.')[0] ?? ''))) as { epk: Point };
		return await decrypted(crypt, agreedKey(await crypt.agree(own, header.epk)), sealed);
	} catch {
		return undefined;
	}
}

/**
 * Seals a text under a secret that both sides have.
 * @param secret 32 bytes, base64url
 */
export async function sealWith(crypt: Cryptography, secret: string, text: string): Promise<string> {
	return encrypted(crypt, { alg: 'dir', enc: 'A256GCM' }, fromBase64Url(secret), text);
}

/** The text that `sealWith` sealed under this secret; undefined when it is another's, changed, or none. */
export async function openWith(
	crypt: Cryptography,
	secret: string,
	sealed: string
): Promise<string | undefined> {
	try {
		return await decrypted(crypt, fromBase64Url(secret), sealed);
	} catch {
		return undefined;
	}
}

/**
 * Seals a recording or photo under its envelope's `mediaKey`. An envelope never changes, so neither does what stands at
 * a position of its list: the same sealed bytes each time, which can go on where a line broke.
 * @param position its place in the envelope's `media`
 */
export async function sealMedia(
	crypt: Cryptography,
	mediaKey: string,
	position: number,
	bytes: Bytes
): Promise<Bytes> {
	return crypt.encrypt(fromBase64Url(mediaKey), nonceAt(position), bytes);
}

/** The bytes that `sealMedia` sealed; undefined when they were changed or belong elsewhere. */
export async function openMedia(
	crypt: Cryptography,
	mediaKey: string,
	position: number,
	sealed: Bytes
): Promise<Bytes | undefined> {
	try {
		return await crypt.decrypt(fromBase64Url(mediaKey), nonceAt(position), sealed);
	} catch {
		return undefined;
	}
}

function nonceAt(position: number): Bytes {
	const nonce = new Uint8Array(nonceLength);
	nonce[nonceLength - 1] = position;
	return nonce;
}

/** Concat KDF of RFC 7518, section 4.6.2, for 256 bits and without party names. */
function agreedKey(shared: Bytes): Bytes {
	const name = utf8ToBytes('A256GCM');
	const parts = [number32(1), shared, number32(name.length), name, number32(0), number32(0)];
	return new Uint8Array(sha256(concatBytes(...parts, number32(256))));
}

function number32(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value);
	return bytes;
}

async function encrypted(
	crypt: Cryptography,
	header: object,
	key: Bytes,
	text: string
): Promise<string> {
	const protectedHeader = toBase64Url(bytesOf(JSON.stringify(header)));
	const nonce = crypt.random(nonceLength);
	const bytes = await crypt.encrypt(key, nonce, bytesOf(text), bytesOf(protectedHeader));
	const body = bytes.subarray(0, bytes.length - tagLength);
	const tag = bytes.subarray(bytes.length - tagLength);
	return [protectedHeader, '', ...[nonce, body, tag].map(toBase64Url)].join('.');
}

async function decrypted(crypt: Cryptography, key: Bytes, sealed: string): Promise<string> {
	const [header = '', none, nonce = '', body = '', tag = ''] = sealed.split('.');
	if (none !== '') throw new Error('not of this form');
	const bytes = new Uint8Array(concatBytes(fromBase64Url(body), fromBase64Url(tag)));
	return textOf(await crypt.decrypt(key, fromBase64Url(nonce), bytes, bytesOf(header)));
}

function bytesOf(text: string): Bytes {
	return new TextEncoder().encode(text);
}

function textOf(bytes: Bytes): string {
	return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
