/**
 * The receipt code: 80 random bits in Crockford base32, all that a person needs to read, mend or withdraw.
 * Its secrets come from it by HKDF-SHA256 (RFC 5869); the city learns a secret only when it is used.
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { alphabet, tidyTyped } from './crockford.ts';
import { hashText, toBase64Url } from './fingerprint.ts';

const bits = 80;

/** A secret as it travels: 32 bytes, base64url. */
export const secretSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'secret'));

/** The sha256 of a secret's text, base64url: all that an envelope carries of it. */
export const secretHashSchema = secretSchema;

export type Secrets = { watch: string; withdraw: string; reply: string; media: string };

/** Sixteen characters from ten random bytes, without spaces: `7ZJ4Q0M2RWTC9XKB`. */
export function makeReceiptCode(random: Uint8Array): string {
	let number = 0n;
	for (const byte of random.subarray(0, bits / 8)) number = number * 256n + BigInt(byte);
	let code = '';
	for (let index = 0; index < bits / 5; index++) {
		code = alphabet[Number(number % 32n)] + code;
		number /= 32n;
	}
	return code;
}

/** In groups of four, to read aloud and write down: `7ZJ4 Q0M2 RWTC 9XKB`. */
export function groupReceiptCode(code: string): string {
	return code.replace(/(.{4})(?=.)/g, '$1 ');
}

/** The code that a person typed, read kindly; undefined when it is no code. */
export function readReceiptCode(typed: string): string | undefined {
	const code = tidyTyped(typed);
	if (code.length !== bits / 5) return undefined;
	return [...code].every((character) => alphabet.includes(character)) ? code : undefined;
}

/** The code in what a camera read: the link behind a receipt's picture, or the code itself. Undefined when it is neither. */
export function readScannedCode(text: string): string | undefined {
	try {
		return readReceiptCode(decodeURIComponent(text.slice(text.indexOf('#') + 1)));
	} catch {
		return undefined;
	}
}

/** Of the code that was asked for last: some 15 ms on a good phone, six times that on an old one. */
let derived: { code: string; secrets: Secrets } | undefined;

/** The secrets of a code: watch (read the replies), withdraw, and the keys of replies and media. */
export function deriveSecrets(code: string): Secrets {
	if (derived?.code === code) return derived.secrets;
	const secret = (purpose: string) =>
		toBase64Url(
			hkdf(sha256, utf8ToBytes(code), utf8ToBytes('plaza receipt code'), utf8ToBytes(purpose), 32)
		);
	const secrets = {
		watch: secret('watch'),
		withdraw: secret('withdraw'),
		reply: secret('reply'),
		media: secret('media')
	};
	derived = { code, secrets };
	return secrets;
}

/** What the envelope carries and the city looks up: the hash of a secret. */
export function hashSecret(secret: string): string {
	return hashText(secret);
}
