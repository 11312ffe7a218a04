/** What a person votes: her code on the phone, and the votes of a room as one set, whoever took them. */
import type { Attendee } from '../attendance.ts';
import type { Vote } from '../consensus.ts';
import { fromBase64Url, toBase64Url } from '../fingerprint.ts';
import { personBytes } from '../held-session.ts';
import { bytesOfId, idOfBytes } from '../room-code.ts';
import { dotsEach, mostGroups } from '../workshop.ts';
import { markBytes } from './ballot.ts';

/** One person's vote on a ballot: for each group what she says to it, if anything, and how many dots she gives it. */
export interface Cast {
	person: string;
	/** Goes up with each change: of one person's votes the last counts, whatever the clocks say. */
	revision: number;
	/** Seconds since 1970, by the clock of the device on which it was given; decides where the revision does not. */
	at: number;
	votes: (Vote | null)[];
	dots: number[];
}

/** Votes on a ballot, as a code carries them: `own` from the phone of the person herself, else what a trainer has taken. */
export interface CastCode {
	session: string;
	mark: string;
	own: boolean;
	casts: Cast[];
}

const prefix = 'PLZV1.';
const said: readonly (Vote | null)[] = [null, 1, -1, 0];
export const mostRevision = 255;

/**
 * The text of a code: base64url of own (1 or 0), session (16), mark (3), how many groups (1), then for each person: person
 * (12), revision (1), at (4), what she says (2 bits a group) and her dots (2 bits a group). One person's code has 33 modules a
 * side, that of 40 people about 1,150 characters.
 */
export function writeCasts({ session, mark, own, casts }: CastCode): string {
	const many = casts[0]?.votes.length ?? 0;
	const bytes = casts.flatMap(({ person, revision, at, votes, dots }) => [
		...fromBase64Url(person),
		Math.min(revision, mostRevision),
		...[24, 16, 8, 0].map((shift) => (at >>> shift) & 255),
		...pairs(votes.map((vote) => said.indexOf(vote))),
		...pairs(dots)
	]);
	const head = [own ? 1 : 0, ...bytesOfId(session), ...fromBase64Url(mark), many];
	return prefix + toBase64Url(Uint8Array.from([...head, ...bytes]));
}

/** The votes in a text that was scanned; undefined when it is no such code. */
export function readCasts(text: string): CastCode | undefined {
	const [, written] = /^PLZV1\.([A-Za-z0-9_-]+)$/.exec(text.trim()) ?? [];
	if (written === undefined) return undefined;
	let bytes: Uint8Array;
	try {
		bytes = fromBase64Url(written);
	} catch {
		return undefined;
	}
	let at = 0;
	const take = (count: number) => bytes.subarray(at, (at += count));
	const [own] = take(1);
	const [session, mark] = [take(16), take(markBytes)];
	const [many = 0] = take(1);
	const packed = Math.ceil(many / 4);
	const length = personBytes + 5 + 2 * packed;
	if (many < 1 || many > mostGroups || (bytes.length - at) % length !== 0) return undefined;
	const casts: Cast[] = [];
	while (at < bytes.length) {
		const person = toBase64Url(take(personBytes));
		const [revision = 0, a = 0, b = 0, c = 0, d = 0] = take(5);
		const votes = unpair(take(packed), many).map((each) => said[each] ?? null);
		const dots = unpair(take(packed), many);
		const seconds = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
		casts.push({ person, revision, at: seconds, votes, dots: allowed(dots) });
	}
	if (casts.length === 0) return undefined;
	return { session: idOfBytes(session), mark: toBase64Url(mark), own: own === 1, casts };
}

/** Of two votes of one person the one that counts: the later revision, then the later hour; in doubt the same on all devices. */
export function later(a: Cast, b: Cast): Cast {
	const order = a.revision - b.revision || a.at - b.at || (writtenAs(a) < writtenAs(b) ? -1 : 1);
	return order < 0 ? b : a;
}

/** Two sets of votes as one: each person once. */
export function mergeCasts(some: readonly Cast[], others: readonly Cast[]): Cast[] {
	const merged = new Map<string, Cast>();
	for (const each of [...some, ...others]) {
		const known = merged.get(each.person);
		merged.set(each.person, known ? later(known, each) : each);
	}
	return [...merged.values()].sort((a, b) => (a.person < b.person ? -1 : 1));
}

/**
 * A vote that was just given to this device, after the one that it knew of the same person: what was given last counts, so
 * its revision is at least one more. The same vote once more changes nothing.
 */
export function given(known: Cast | undefined, fresh: Cast): Cast {
	if (!known) return fresh;
	if (writtenAs(known) === writtenAs(fresh)) return later(known, fresh);
	return {
		...fresh,
		revision: Math.max(fresh.revision, Math.min(known.revision + 1, mostRevision))
	};
}

/**
 * The votes that count, one for each person: of somebody with two devices the last.
 * @param countedAs the pseudonym under which somebody is counted: her own, or that of her first device
 */
export function countedCasts(
	casts: readonly Cast[],
	countedAs: (person: string) => string
): Cast[] {
	return mergeCasts(
		casts.map((cast) => ({ ...cast, person: countedAs(cast.person) })),
		[]
	);
}

/** Under which pseudonym somebody of the list is counted: her own, or that of her first device. */
export function countedAs(list: readonly Attendee[]): (person: string) => string {
	return (person) => list.find((each) => each.person === person)?.sameAs ?? person;
}

const writtenAs = ({ votes, dots }: Cast) => JSON.stringify([votes, dots]);

/** Nobody has more dots than all others, whatever a code says. */
function allowed(dots: number[]): number[] {
	let left = dotsEach;
	return dots.map((wanted) => {
		const given = Math.min(wanted, left);
		left -= given;
		return given;
	});
}

/** Numbers under four, four to a byte. */
function pairs(numbers: readonly number[]): number[] {
	return Array.from({ length: Math.ceil(numbers.length / 4) }, (_, byte) =>
		[0, 1, 2, 3].reduce((all, at) => all | (((numbers[4 * byte + at] ?? 0) & 3) << (2 * at)), 0)
	);
}

function unpair(bytes: Uint8Array, many: number): number[] {
	return Array.from({ length: many }, (_, at) => ((bytes[at >> 2] ?? 0) >> (2 * (at & 3))) & 3);
}
