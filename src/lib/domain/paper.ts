/**
 * A form on paper has two parts. The citizen tears off hers, with the receipt code. The trainer keeps the other, with a
 * picture to scan that holds what an envelope needs and no more: the hashes of the watch and withdraw secrets, the keys of
 * replies and media. Whoever holds that part can enter the form, once, and can neither read the answer by it nor take the
 * need back: the code does not follow from it.
 */
import { crc32 } from './crc32.ts';
import { alphabet, tidyTyped } from './crockford.ts';
import { fromBase64Url, hashText, toBase64Url } from './fingerprint.ts';
import { idFromBytes } from './id.ts';
import { languages, type Language } from './language.ts';
import type { NeedKeys } from './need-envelope.ts';
import { bytesOfRoot, isSameRoot } from './room-code.ts';
import { deriveSecrets, hashSecret } from './receipt-code.ts';

/** What is in the picture on the trainer's part. */
export interface PaperForm {
	/** The beginning of the key id of the city's root; empty where the device that made it has not met the city. */
	root: string;
	/** In which the form is printed, and most likely filled in. */
	lang: Language;
	keys: NeedKeys;
}

const prefix = 'PLZF1.';
const rootBytes = 6;
const keyBytes = 32;
const names = ['watchHash', 'withdrawHash', 'replyKey', 'mediaKey'] as const;
const length = 2 + rootBytes + 1 + names.length * keyBytes;

/** The trainer's part for a receipt code. */
export function paperFormOf(code: string, lang: Language, root: string): PaperForm {
	const { watch, withdraw, reply, media } = deriveSecrets(code);
	const hashes = { watchHash: hashSecret(watch), withdrawHash: hashSecret(withdraw) };
	return { root, lang, keys: { ...hashes, replyKey: reply, mediaKey: media } };
}

/**
 * The text of the picture, 189 characters. Base64url of these bytes: two of the CRC-32 of all that follows, root (6),
 * language (1, its place among the eight), hash of the watch secret (32), of the withdraw secret (32), key of replies (32),
 * of media (32).
 */
export function writePaperCode({ root, lang, keys }: PaperForm): string {
	const facts = [
		...bytesOfRoot(root),
		languages.indexOf(lang),
		...names.flatMap((name) => [...fromBase64Url(keys[name])])
	];
	return prefix + toBase64Url(Uint8Array.from([...checkOf(facts), ...facts]));
}

/** Reads what was scanned: a form; the picture of one that is not whole; or none at all. */
export function readPaperCode(text: string): PaperForm | 'torn' | 'other' {
	const written = text.trim();
	if (!written.startsWith(prefix)) return 'other';
	let bytes: Uint8Array;
	try {
		bytes = fromBase64Url(written.slice(prefix.length));
	} catch {
		return 'torn';
	}
	const facts = bytes.subarray(2);
	const [high, low] = checkOf([...facts]);
	const lang = languages[facts[rootBytes] ?? -1];
	if (bytes.length !== length || bytes[0] !== high || bytes[1] !== low || !lang) return 'torn';
	const root = facts.subarray(0, rootBytes);
	const keys = names.map((name, at) => {
		const start = rootBytes + 1 + at * keyBytes;
		return [name, toBase64Url(facts.subarray(start, start + keyBytes))];
	});
	return {
		root: root.every((byte) => byte === 0) ? '' : toBase64Url(root),
		lang,
		keys: Object.fromEntries(keys) as NeedKeys
	};
}

/** Is the form of the city to which a device belongs? Where one of both does not know its city, it is taken for it. */
export function isOfCity({ root }: PaperForm, own: string | undefined): boolean {
	return !own || !root || isSameRoot(root, own);
}

/**
 * The id of the need that is on the form, a UUIDv8 (RFC 9562, section 5.8) from its hash: whoever enters it, and however
 * often, it is one need.
 */
export function needOfPaper({ keys }: PaperForm): string {
	return idFromBytes(fromBase64Url(hashText(`plaza-paper ${keys.watchHash}`)), 8);
}

const numberLetters = 6;

/** The short number that stands on both parts, to type where the picture cannot be read: 30 bits, `7ZJ4Q0`. */
export function numberOfPaper(form: PaperForm): string {
	const bytes = fromBase64Url(hashText(`plaza-paper-number ${form.keys.watchHash}`));
	return Array.from(bytes.subarray(0, numberLetters), (byte) => alphabet[byte & 31]).join('');
}

/** A short number as it was typed, read kindly; undefined when it is none. */
export function readPaperNumber(typed: string): string | undefined {
	const number = tidyTyped(typed);
	const isNumber =
		number.length === numberLetters && [...number].every((each) => alphabet.includes(each));
	return isNumber ? number : undefined;
}

function checkOf(facts: number[]): [number, number] {
	const crc = parseInt(crc32(String.fromCharCode(...facts)), 16);
	return [(crc >>> 8) & 255, crc & 255];
}
