/**
 * The room's code: a session in an address, `<origin>/<lang>/session#<facts>.<module>.<module>`, so that a phone joins it
 * without any network, with its own camera too. What stands behind the # never leaves the phone. The facts are base64url of
 * these bytes: version (1), two bytes of the CRC-32 of all that follows, session (16), lab (16), root (6), end in minutes
 * since 1970 (4), languages (1, a bit each), name of the lab (UTF-8). With a short name and no module the address is about
 * 130 characters long, with six modules about 220.
 */
import * as v from 'valibot';
import { crc32 } from './crc32.ts';
import { fromBase64Url, toBase64Url } from './fingerprint.ts';
import type { HeldSession } from './held-session.ts';
import { idSchema } from './id.ts';
import { languages } from './language.ts';
import { mostModules } from './session.ts';
import { tidyWords } from './words.ts';

const version = 1;
const rootBytes = 6;
const minute = 60_000;
const fixed = 3 + 16 + 16 + rootBytes + 4 + 1;
/** The longest name of a lab (`labSchema`). */
const longestName = 80;

/** The text of the room's code. */
export function writeRoomCode(origin: string, lang: string, session: HeldSession): string {
	return `${origin}/${lang}/session#${writeRoomFacts(session)}`;
}

/** What stands behind the # of a room's code. */
export function writeRoomFacts(session: HeldSession): string {
	const ends = Math.ceil(session.endsAt / minute);
	const facts = [
		...bytesOfId(session.id),
		...bytesOfId(session.lab),
		...bytesOfRoot(session.root),
		...[24, 16, 8, 0].map((shift) => (ends >>> shift) & 255),
		languages.reduce(
			(bits, lang, at) => bits | (session.languages.includes(lang) ? 1 << at : 0),
			0
		),
		...new TextEncoder().encode(session.labName)
	];
	const check = checkOf(facts, session.modules);
	const written = toBase64Url(Uint8Array.from([version, ...check, ...facts]));
	return [written, ...session.modules].join('.');
}

/** What a text that was scanned or opened says: a session; the code of one that is not whole; or none at all. */
export type RoomRead = { session: HeldSession; origin: string } | 'torn' | 'other';

/** Reads the room's code, or the part of an address behind the #. */
export function readRoomCode(text: string): RoomRead {
	const [, origin, written] =
		/^(https?:\/\/[^/\s]+)\/[a-z]{2}\/session#([A-Za-z0-9_.-]*)$/.exec(text.trim()) ?? [];
	if (origin === undefined || written === undefined) return 'other';
	const session = readRoomFacts(written);
	return session ? { session, origin } : 'torn';
}

/** How many characters of a root's key id stand in a code. */
const rootLetters = (rootBytes * 8) / 6;

/** May a phone that belongs to the city of this root join? Where one of both does not know its city, the address decides. */
export function isOwnCity(
	{ session, origin }: { session: HeldSession; origin: string },
	own: { root: string | undefined; origin: string }
): boolean {
	if (!own.root || !session.root) return origin === own.origin;
	return isSameRoot(session.root, own.root);
}

/** Is the root in a code the one of this whole key id? */
export function isSameRoot(inCode: string, kid: string): boolean {
	return rootInCode(kid) === inCode;
}

/** The part of a root's key id that stands in a code. */
export function rootInCode(kid: string | undefined): string {
	return kid?.slice(0, rootLetters) ?? '';
}

/** The session in what stands behind the #; undefined when it is not whole. */
export function readRoomFacts(written: string): HeldSession | undefined {
	const [packed = '', ...modules] = written.split('.');
	let bytes: Uint8Array;
	try {
		bytes = fromBase64Url(packed);
	} catch {
		return undefined;
	}
	const facts = bytes.subarray(3);
	const check = checkOf(Array.from(facts), modules);
	if (bytes.length <= fixed || bytes[0] !== version) return undefined;
	if (bytes[1] !== check[0] || bytes[2] !== check[1]) return undefined;
	const root = facts.subarray(32, 32 + rootBytes);
	const rest = facts.subarray(32 + rootBytes);
	const [a = 0, b = 0, c = 0, d = 0, bits = 0] = rest;
	const session = {
		id: idOfBytes(facts.subarray(0, 16)),
		lab: idOfBytes(facts.subarray(16, 32)),
		labName: tidyWords(new TextDecoder().decode(rest.subarray(5))).slice(0, longestName),
		endsAt: (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) * minute,
		modules,
		languages: languages.filter((_, at) => bits & (1 << at)),
		root: root.every((byte) => byte === 0) ? '' : toBase64Url(root)
	};
	const isWhole =
		session.labName !== '' &&
		session.languages.length > 0 &&
		modules.length <= mostModules &&
		modules.every((slug) => /^[a-z0-9-]{1,80}$/.test(slug)) &&
		v.is(idSchema, session.id);
	return isWhole ? session : undefined;
}

function checkOf(facts: number[], modules: string[]): [number, number] {
	const crc = parseInt(crc32(`${String.fromCharCode(...facts)}.${modules.join('.')}`), 16);
	return [(crc >>> 8) & 255, crc & 255];
}

/** The sixteen bytes of a UUID. */
export function bytesOfId(id: string): number[] {
	return (id.replace(/-/g, '').match(/../g) ?? []).map((pair) => parseInt(pair, 16));
}

/** A UUID from its sixteen bytes. */
export function idOfBytes(bytes: Uint8Array): string {
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The bytes of a root as codes have them; zeros where it is not known. */
export function bytesOfRoot(root: string): Uint8Array {
	return root === '' ? new Uint8Array(rootBytes) : fromBase64Url(root).subarray(0, rootBytes);
}
