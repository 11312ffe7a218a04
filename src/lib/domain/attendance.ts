/** Who takes part in a session: the code that a phone shows its trainer, and the list on the trainer's device. */
import { fromBase64Url, toBase64Url } from './fingerprint.ts';
import { personBytes } from './held-session.ts';
import { memberBytes, picturesOf } from './member.ts';
import { bytesOfId, idOfBytes } from './room-code.ts';
import { isSamePlace, markLetters, mostDone, type RoomState } from './room-state.ts';
import type { CardPicture } from './space.ts';
import { lengthOf, tidyWords } from './words.ts';

const prefix = 'PLZA2.';
/** The longest nickname, in characters. */
export const longestNickname = 30;

/** A person as her phone's code says her. */
export interface PersonCode {
	session: string;
	person: string;
	/** By which her trainer's group knows her from session to session. */
	member?: string;
	nickname?: string;
	/** How far she is. */
	state?: RoomState;
}

const hasMember = 1;
const hasState = 2;
const needsHelp = 4;
const hasLesson = 8;

/**
 * The text of the code that a phone shows: small, so that it is read at once. Base64url of these bytes: flags (1), session
 * (16), person (12), member (12, if any), steps done (1) and mark of the lesson (3, if any), nickname (UTF-8).
 */
export function writePersonCode({ session, person, member, nickname, state }: PersonCode): string {
	const flags =
		(member === undefined ? 0 : hasMember) |
		(state ? hasState : 0) |
		(state?.needsHelp ? needsHelp : 0) |
		(state?.lesson === undefined ? 0 : hasLesson);
	const bytes = [
		flags,
		...bytesOfId(session),
		...fromBase64Url(person),
		...(member === undefined ? [] : fromBase64Url(member)),
		...(state ? [Math.min(state.done, mostDone)] : []),
		...(state?.lesson === undefined ? [] : fromBase64Url(state.lesson)),
		...new TextEncoder().encode(nickname ?? '')
	];
	return prefix + toBase64Url(Uint8Array.from(bytes));
}

/** The person in a text that was scanned; undefined when it is no such code. */
export function readPersonCode(text: string): PersonCode | undefined {
	const [, written] = /^PLZA2\.([A-Za-z0-9_-]+)$/.exec(text.trim()) ?? [];
	if (written === undefined) return undefined;
	let bytes: Uint8Array;
	try {
		bytes = fromBase64Url(written);
	} catch {
		return undefined;
	}
	let at = 0;
	const take = (count: number) => bytes.subarray(at, (at += count));
	const [flags = 0] = take(1);
	const has = (flag: number) => (flags & flag) !== 0;
	const [session, person] = [take(16), take(personBytes)];
	const member = has(hasMember) ? toBase64Url(take(memberBytes)) : undefined;
	const [done = 0] = has(hasState) ? take(1) : [];
	const lesson = has(hasLesson) ? toBase64Url(take((markLetters * 6) / 8)) : undefined;
	if (at > bytes.length) return undefined;
	const nickname = tidyNickname(new TextDecoder().decode(bytes.subarray(at)));
	const state = { done, needsHelp: has(needsHelp), ...(lesson !== undefined && { lesson }) };
	return {
		session: idOfBytes(session),
		person: toBase64Url(person),
		...(member !== undefined && { member }),
		...(nickname && { nickname }),
		...(has(hasState) && { state })
	};
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
	member?: string;
	nickname?: string;
	/** Those of her tile, as long as only the room has told of her. */
	pictures?: CardPicture[];
	at: number;
	/** How far she was when she was heard of last (`at`), and since when she has come no further. */
	state?: RoomState & { at: number; since?: number };
	/** The pseudonym under which she is counted, where this one is her second device. */
	sameAs?: string;
}

/** The three pictures of somebody's tile: the same on her phone and on every trainer's board. */
export function tilePictures({ member, pictures, person }: Attendee): CardPicture[] {
	return member === undefined ? (pictures ?? picturesOf(person)) : picturesOf(member);
}

/** What is kept of a state that is heard at an hour, after what was known before. */
export function stateAt(
	known: Attendee['state'],
	{ lesson, done, needsHelp }: RoomState,
	at: number
): NonNullable<Attendee['state']> {
	const now = { ...(lesson !== undefined && { lesson }), done, needsHelp };
	return { ...now, at, since: known && isSamePlace(known, now) ? (known.since ?? known.at) : at };
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
	const member = a.member ?? b.member;
	const pictures = a.pictures ?? b.pictures;
	const state = [a.state, b.state].reduce((one, other) =>
		(one?.at ?? 0) < (other?.at ?? 0) ? other : one
	);
	const sameAs = [a.sameAs, b.sameAs].filter((each) => each !== undefined).sort()[0];
	return {
		...a,
		at: Math.min(a.at, b.at),
		...(nickname !== undefined && { nickname }),
		...(member !== undefined && { member }),
		...(pictures && { pictures }),
		...(state && { state }),
		...(sameAs !== undefined && { sameAs })
	};
}

/** Which of two pseudonyms goes on to be counted, and which is the second device. */
export function counted(a: string, b: string): { person: string; sameAs: string } {
	return a < b ? { person: b, sameAs: a } : { person: a, sameAs: b };
}

/** A nickname that nobody of the list has: the wished one, else with a number behind it, "Ana 2". */
export function freeNickname(wished: string, list: readonly Partial<Attendee>[]): string {
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
