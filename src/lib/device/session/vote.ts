/** The vote of whoever uses this phone, kept at every tap; it goes to the trainer by its code, and by nothing else. */
import type { Ballot } from '../../domain/workshop/ballot.ts';
import type { Cast } from '../../domain/workshop/cast.ts';
import { readFact, writeFact } from '../database.ts';
import { voteFact } from '../joined.ts';

/** The ballot, and what she has said to it so far. */
export interface OwnVote {
	ballot: Ballot;
	revision: number;
	/** When she said something last: seconds since 1970, by this phone's clock. */
	at: number;
	votes: Cast['votes'];
	dots: number[];
	/** Has she seen all of it, so that her code can be shown? */
	done: boolean;
}

/** Her vote in this session; undefined where she has scanned no ballot of it. */
export async function readVote(session: string): Promise<OwnVote | undefined> {
	const vote = await readFact<OwnVote>(voteFact);
	return vote?.ballot.session === session ? vote : undefined;
}

/** Keeps her vote as it is now. */
export function keepVote(vote: OwnVote): Promise<void> {
	return writeFact(voteFact, vote);
}

/** The vote on a ballot that was scanned: what she said to it before, else an empty one. */
export async function openVote(ballot: Ballot, now = Date.now()): Promise<OwnVote> {
	const before = await readVote(ballot.session);
	if (before?.ballot.mark === ballot.mark) return before;
	const vote: OwnVote = {
		ballot,
		revision: 1,
		at: Math.floor(now / 1000),
		votes: ballot.groups.map(() => null),
		dots: ballot.groups.map(() => 0),
		done: false
	};
	await keepVote(vote);
	return vote;
}
