import type { HeldSession } from '$lib/domain/held-session.ts';
import { isOwnCity, readRoomCode } from '$lib/domain/room-code.ts';
import { readBallot, type Ballot } from '$lib/domain/workshop/ballot.ts';

/** A session that may be joined here, or why the code is none. */
export type Judged = HeldSession | 'torn' | 'other' | 'otherCity';

/** Judges the text of a code by what this phone knows. */
export async function judgeCode(text: string): Promise<Judged> {
	const read = readRoomCode(text);
	if (typeof read === 'string') return read;
	const { cityRoot } = await import('$lib/device/sync/city-keys.ts');
	const own = { root: await cityRoot(), origin: location.origin };
	return isOwnCity(read, own) ? read.session : 'otherCity';
}

/**
 * A ballot of this phone's session; or that a ballot is not whole, or is of a session that this phone is not in (`ballot`);
 * undefined for what is no ballot.
 */
export function judgeBallot(
	text: string,
	session?: string
): Ballot | 'torn' | 'ballot' | undefined {
	const read = readBallot(text);
	return typeof read === 'object' && read.session !== session ? 'ballot' : read;
}
