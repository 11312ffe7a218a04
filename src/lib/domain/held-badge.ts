/**
 * A badge as it is shown: in an address, as a QR code, or in a file. The code carries a compact form, because a whole
 * credential needs one too dense for old cameras (2,175 bytes); what is left out is expanded from the catalogue of modules.
 */
import * as v from 'valibot';
import { badgeLevels, badgeText, holderOf, readName, statusListLength } from './badge.ts';
import type { BadgeFacts, BadgeLevel } from './badge.ts';
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
export type Written = Omit<BadgeFacts, 'holder'> & {
	name: string;
	salt: string;
	/** `<key id>.<ES256, base64url>` over `badgeText`. */
	signature: string;
};

/** Letters of a key's id in the compact form: enough to tell a city's keys apart. */
const kidLetters = 8;
const letterOf: Record<BadgeLevel, string> = { foundation: 'f' };

/** The compact form: parts that need no escaping in an address, with points between them. At most 600 bytes with its address. */
export function writeBadge(badge: Written): string {
	const { module, level, status, issuedAt, salt, name, signature, confirmed } = badge;
	const [kid = '', signed = ''] = signature.split('.');
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

const fileSchema = v.object({
	plaza: v.literal('badge'),
	v: v.literal(1),
	credential: v.string(),
	name: v.string(),
	salt: v.string()
});

/** A badge as a file: the credential, and beside it what only its holder knows. */
export function badgeFile(credential: string, name: string, salt: string): string {
	return `${JSON.stringify({ plaza: 'badge', v: 1, credential, name, salt }, null, '\t')}\n`;
}

/** What of our credentials is read again: Open Badges 3.0, AchievementCredential. */
const credentialSchema = v.object({
	validFrom: v.string(),
	credentialSubject: v.object({
		identifier: v.tuple([
			v.object({ identityHash: v.pipe(v.string(), v.regex(/^sha256\$([0-9a-f]{2}){32}$/)) })
		]),
		achievement: v.object({ id: v.string() })
	}),
	credentialStatus: v.object({ statusListIndex: v.string(), statusListCredential: v.string() })
});

/** The badge in a file; undefined when it is none. */
export function readBadgeFile(file: string): HeldBadge | undefined {
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), fileSchema), file);
	if (!read.success) return undefined;
	const { credential, name, salt } = read.output;
	const [head = '', body = '', signature = ''] = credential.split('.');
	const header = v.safeParse(v.object({ kid: v.string() }), jsonOf(head));
	const said = v.safeParse(credentialSchema, jsonOf(body));
	if (!header.success || !said.success) return undefined;
	const { validFrom, credentialSubject, credentialStatus } = said.output;
	const hash = credentialSubject.identifier[0].identityHash.slice('sha256$'.length);
	const holder = toBase64Url(
		Uint8Array.from(hash.match(/../g) ?? [], (pair) => parseInt(pair, 16))
	);
	const list = Number(lastPart(credentialStatus.statusListCredential));
	return {
		module: lastPart(credentialSubject.achievement.id),
		level: 'foundation',
		holder,
		status: list * statusListLength + Number(credentialStatus.statusListIndex),
		issuedAt: Date.parse(validFrom) / 1000,
		name,
		fits: readName(name) === name && holderOf(name, salt) === holder,
		kid: header.output.kid.slice(header.output.kid.indexOf('#') + 1),
		text: `${head}.${body}`,
		signature
	};
}

function lastPart(url: string): string {
	return url.slice(url.lastIndexOf('/') + 1);
}

function jsonOf(letters: string): unknown {
	try {
		return JSON.parse(fromLetters(letters) ?? '');
	} catch {
		return undefined;
	}
}

function asLetters(text: string): string {
	return toBase64Url(new TextEncoder().encode(text));
}

function fromLetters(letters: string): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(fromBase64Url(letters));
	} catch {
		return undefined;
	}
}
