/**
 * A badge as it is shown, in an address and as a QR code. The code carries a compact form, because a whole
 * credential needs one too dense for old cameras (2,175 bytes); what is left out is expanded from the catalogue of modules.
 */
import { badgeLevels, badgeText, holderOf } from './badge.ts';
import type { BadgeFacts, BadgeLevel, IssuedBadge } from './badge.ts';
import { fromBase64Url, toBase64Url } from './fingerprint.ts';

/** A badge with its holder's name, and what the city signed of it. `fits`: the name is the one that the city signed. */
export type HeldBadge = BadgeFacts & {
	name: string;
	fits: boolean;
	/** The beginning of the key's id, or all of it. */
	kid: string;
	text: string;
	signature: string;
};

/** What the compact form is written from. */
export type Written = Omit<BadgeFacts, 'holder' | 'confirmed'> &
	Pick<IssuedBadge, 'signature' | 'confirmed'> & { name: string; salt: string };

/** The longest address in a code that old cameras read, in bytes. */
export const longestAddress = 600;

/** Letters of a key's id in the compact form: enough to tell a city's keys apart. */
const kidLetters = 8;
const letterOf: Record<BadgeLevel, string> = { foundation: 'f' };

/** The compact form: parts that need no escaping in an address, with points between them. */
export function writeBadge(badge: Written): string {
	const { module, level, status, issuedAt, salt, name, signature, confirmed } = badge;
	const [kid = '', signed = ''] = (confirmed?.signature ?? signature).split('.');
	const parts = [1, letterOf[level], module, status.toString(36), issuedAt.toString(36), salt];
	const seen = confirmed ? [asLetters(confirmed.by), confirmed.at.toString(36)] : [];
	return [...parts, asLetters(name), kid.slice(0, kidLetters), signed, ...seen].join('.');
}

const form =
	/^1\.([a-z])\.([a-z0-9-]{1,80})\.([a-z0-9]{1,9})\.([a-z0-9]{1,9})\.([\w-]{22})\.([\w-]{1,400})\.([\w-]{8})\.([\w-]{86})(?:\.([\w-]{1,400})\.([a-z0-9]{1,9}))?$/;

/** The badge in a compact form; undefined when it is none. */
export function readBadge(text: string): HeldBadge | undefined {
	const found = form.exec(text);
	if (!found) return undefined;
	const [, letter, module = '', place = '', hour = '', salt = '', letters = ''] = found;
	const [, , , , , , , kid = '', signature = '', by, at = ''] = found;
	const level = badgeLevels.find((each) => letterOf[each] === letter);
	const name = fromLetters(letters);
	const seen = by === undefined ? undefined : fromLetters(by);
	if (!level || name === undefined || (by !== undefined && seen === undefined)) return undefined;
	const facts: BadgeFacts = {
		module,
		level,
		holder: holderOf(name, salt),
		status: parseInt(place, 36),
		issuedAt: parseInt(hour, 36),
		...(seen !== undefined && { confirmed: { by: seen, at: parseInt(at, 36) } })
	};
	return { ...facts, name, fits: true, kid, text: badgeText(facts), signature };
}

/** The address of a badge, for its QR code: what stands behind the # never leaves the phone that opens it. */
export function addressOf(origin: string, lang: string, written: string): string {
	return `${origin}/${lang}/badge#${written}`;
}

/** The compact form in an address that was scanned or opened, and the city that it names; undefined when there is none. */
export function readAddress(text: string): { origin: string; written: string } | undefined {
	const [, origin, written] =
		/^(https?:\/\/[^/\s]+)\/[a-z]{2}\/badge#([\w.-]+)$/.exec(text.trim()) ?? [];
	return origin && written ? { origin, written } : undefined;
}

function asLetters(text: string): string {
	return toBase64Url(new TextEncoder().encode(text));
}

/** The text in base64url; undefined when it is none. */
export function fromLetters(letters: string): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(fromBase64Url(letters));
	} catch {
		return undefined;
	}
}
