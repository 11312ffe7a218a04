/**
 * The ballot as a room's screen shows it: an address, `<origin>/<lang>/session#b.<facts>`, so that a phone reads it without
 * any network, with its own camera too. The facts are base64url of these bytes: version (1), session (16), mark (3), then for
 * each group its topic (1), the length of its name (1), and the name (UTF-8).
 */
import { fromBase64Url, hashText, toBase64Url } from '../fingerprint.ts';
import { idFromBytes } from '../id.ts';
import { topics, type Topic } from '../need.ts';
import { bytesOfId, idOfBytes } from '../room-code.ts';
import { tidyWords } from '../words.ts';
import { mostGroups } from '../workshop.ts';
import type { Workshop } from './state.ts';

export interface BallotGroup {
	/** What its needs share; in a code that would be too dense it may be cut, with `…` behind it. */
	name: string;
	topic: Topic;
}

/** What a room votes on. */
export interface Ballot {
	session: string;
	/** Names these groups in this order, so that a vote is never counted for others: `markLength` letters. */
	mark: string;
	groups: BallotGroup[];
}

/** Letters of a mark, base64url: 24 bits. */
export const markLength = 4;
export const markBytes = 3;
const version = 1;
/** So many characters a code may have that is read from the middle of a room. */
const longestBallot = 480;
/** Names are cut to no less, in characters. */
const shortestCut = 16;

/** The ballot of these groups. */
export function ballotOf(session: string, groups: readonly BallotGroup[]): Ballot {
	const named = groups.map(({ name, topic }) => ({ name, topic }));
	const text = JSON.stringify(named.map(({ name, topic }) => [name, topic]));
	return {
		session,
		mark: hashText(`plaza-ballot ${session} ${text}`).slice(0, markLength),
		groups: named
	};
}

/** The ballot of a workshop: of its own groups, or of those on another trainer's screen whose mark it took over. */
export function ballotIn(
	session: string,
	{ groups, mark }: Pick<Workshop, 'groups' | 'mark'>
): Ballot {
	const own = ballotOf(session, groups);
	return mark === undefined ? own : { ...own, mark };
}

/** The id of the workshop at the city: the same for all trainers who take votes on this ballot. */
export function workshopId({ session, mark }: Pick<Ballot, 'session' | 'mark'>): string {
	return idFromBytes(fromBase64Url(hashText(`plaza-workshop ${session} ${mark}`)), 8);
}

/** The text of a ballot's code: whole, or with its longest names cut until a room can read it. */
export function writeBallot(origin: string, lang: string, ballot: Ballot): string {
	let longest = Math.max(...ballot.groups.map(({ name }) => Array.from(name).length));
	for (;;) {
		const packed = pack(ballot, longest);
		if (packed.length <= longestBallot || longest <= shortestCut)
			return `${origin}/${lang}/session#b.${packed}`;
		longest -= 4;
	}
}

/** Reads a ballot's code; `torn` when it is one that is not whole, undefined when it is none. */
export function readBallot(text: string): Ballot | 'torn' | undefined {
	const [, packed] =
		/^https?:\/\/[^/\s]+\/[a-z]{2}\/session#b\.([A-Za-z0-9_-]*)$/.exec(text.trim()) ?? [];
	if (packed === undefined) return undefined;
	let bytes: Uint8Array;
	try {
		bytes = fromBase64Url(packed);
	} catch {
		return 'torn';
	}
	let at = 0;
	const take = (count: number) => bytes.subarray(at, (at += count));
	const [read] = take(1);
	const [session, mark] = [take(16), take(markBytes)];
	const groups: BallotGroup[] = [];
	while (at < bytes.length) {
		const [topic = 0, length = 0] = take(2);
		const name = tidyWords(new TextDecoder().decode(take(length)));
		groups.push({ name, topic: topics[topic] ?? 'other' });
	}
	const isWhole = read === version && at === bytes.length && groups.length > 0;
	if (!isWhole || groups.length > mostGroups || groups.some(({ name }) => name === ''))
		return 'torn';
	return { session: idOfBytes(session), mark: toBase64Url(mark), groups };
}

function pack({ session, mark, groups }: Ballot, longest: number): string {
	const packed = groups.flatMap(({ name, topic }) => {
		const bytes = new TextEncoder().encode(cut(name, longest));
		return [topics.indexOf(topic), bytes.length, ...bytes];
	});
	const bytes = [version, ...bytesOfId(session), ...fromBase64Url(mark), ...packed];
	return toBase64Url(Uint8Array.from(bytes));
}

function cut(name: string, longest: number): string {
	const letters = Array.from(name);
	return letters.length <= longest
		? name
		: `${letters
				.slice(0, longest - 1)
				.join('')
				.trim()}…`;
}
