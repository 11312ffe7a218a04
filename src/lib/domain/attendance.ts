/** Who takes part in a session: the code that a phone shows its trainer, and the list on the trainer's device. */
import { fromBase64Url, toBase64Url } from './fingerprint.ts';
import { personBytes } from './held-session.ts';
import { bytesOfId, idOfBytes } from './room-code.ts';
import { lengthOf, tidyWords } from './words.ts';

const prefix = 'PLZA1.';
/** The longest nickname, in characters. */
export const longestNickname = 30;

/** A person as her phone's code says her. */
export interface PersonCode {
	session: string;
	person: string;
	nickname?: string;
}

/** The text of the code that a phone shows: small, so that it is read at once. */
export function writePersonCode({ session, person, nickname = '' }: PersonCode): string {
	const bytes = [
		...bytesOfId(session),
		...fromBase64Url(person),
		...new TextEncoder().encode(nickname)
	];
	return prefix + toBase64Url(Uint8Array.from(bytes));
}

/** The person in a text that was scanned; undefined when it is no such code. */
export function readPersonCode(text: string): PersonCode | undefined {
	const [, written] = /^PLZA1\.([A-Za-z0-9_-]+)$/.exec(text.trim()) ?? [];
	if (written === undefined) return undefined;
	try {
		const bytes = fromBase64Url(written);
		if (bytes.length < 16 + personBytes) return undefined;
		const nickname = tidyNickname(new TextDecoder().decode(bytes.subarray(16 + personBytes)));
		return {
			session: idOfBytes(bytes.subarray(0, 16)),
			person: toBase64Url(bytes.subarray(16, 16 + personBytes)),
			...(nickname && { nickname })
		};
	} catch {
		return undefined;
	}
}

/** A nickname as it was typed, made ready to keep: one line, not too long; may be empty. */
export function tidyNickname(typed: string): string {
	return Array.from(tidyWords(typed).replace(/\s+/g, ' '))
		.slice(0, longestNickname)
		.join('')
		.trim();
}

/** Somebody on the trainer's list. */
export interface Attendee {
	session: string;
	person: string;
	nickname?: string;
	at: number;
	/** The pseudonym under which she is counted, where this one is her second device. */
	sameAs?: string;
}

/** The people of a list, each once: a second device of the same person is left out. */
export function peopleIn(list: readonly Attendee[]): Attendee[] {
	return list.filter(({ sameAs }) => sameAs === undefined);
}

/** Two lists of one session as one: a person that both counted is there once, and what one of them knows more stays. */
export function mergeAttendance(
	some: readonly Attendee[],
	others: readonly Attendee[]
): Attendee[] {
	const merged = new Map<string, Attendee>();
	for (const each of [...some, ...others]) {
		const key = `${each.session} ${each.person}`;
		const known = merged.get(key);
		merged.set(key, known ? joined(known, each) : each);
	}
	return [...merged.values()].sort((a, b) => a.at - b.at || (a.person < b.person ? -1 : 1));
}

function joined(a: Attendee, b: Attendee): Attendee {
	const nickname = a.nickname ?? b.nickname;
	const sameAs = [a.sameAs, b.sameAs].filter((each) => each !== undefined).sort()[0];
	return {
		...a,
		at: Math.min(a.at, b.at),
		...(nickname !== undefined && { nickname }),
		...(sameAs !== undefined && { sameAs })
	};
}

/** Which of two pseudonyms goes on to be counted, and which is the second device. */
export function counted(a: string, b: string): { person: string; sameAs: string } {
	return a < b ? { person: b, sameAs: a } : { person: a, sameAs: b };
}

/** A nickname that nobody of the list has: the wished one, else with a number behind it, "Ana 2". */
export function freeNickname(wished: string, list: readonly Attendee[]): string {
	const taken = new Set(list.map(({ nickname = '' }) => fold(nickname)));
	let proposed = wished;
	for (let number = 2; taken.has(fold(proposed)); number++) {
		const behind = ` ${number}`;
		proposed =
			Array.from(wished)
				.slice(0, longestNickname - behind.length)
				.join('') + behind;
	}
	return proposed;
}

/** Names that sound the same to a room are the same: any case, with or without accents. */
function fold(name: string): string {
	return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Is it a nickname at all? */
export function isNickname(typed: string): boolean {
	return lengthOf(tidyNickname(typed)) > 0;
}
