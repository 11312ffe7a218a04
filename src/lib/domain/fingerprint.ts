/** Identity of what is sent: canonical JSON and its sha256. JavaScript hashing, because plain-HTTP labs have no crypto.subtle. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { isWellFormed } from './words.ts';

/**
 * The one text that stands for a JSON value (RFC 8785): members sorted by UTF-16 units, no spaces, numbers and
 * strings as ECMAScript writes them. Members that are undefined are left out, as JSON does. Ours, because the
 * published packages call methods that the oldest phones lack.
 * @throws TypeError on what JSON cannot hold: NaN, functions, half characters
 */
export function canonicalText(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
	if (typeof value === 'object' && value !== null) {
		const members = value as Record<string, unknown>;
		let text = '';
		for (const name of Object.keys(members).sort()) {
			if (members[name] === undefined) continue;
			text += `${text && ','}${canonicalText(name)}:${canonicalText(members[name])}`;
		}
		return `{${text}}`;
	}
	const holdable =
		typeof value === 'string'
			? isWellFormed(value)
			: typeof value === 'number'
				? Number.isFinite(value)
				: typeof value === 'boolean' || value === null;
	if (!holdable) throw new TypeError('not a JSON value');
	return JSON.stringify(value);
}

/** sha256 over the canonical JSON of a value, base64url. */
export function fingerprint(value: unknown): string {
	return hashText(canonicalText(value));
}

/** sha256 of a text in UTF-8, base64url. */
export function hashText(text: string): string {
	return toBase64Url(sha256(utf8ToBytes(text)));
}

/** Bytes as base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
	let binary = '';
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/**
 * The bytes of a base64url text.
 * @throws DOMException when it is none
 */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
	const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
