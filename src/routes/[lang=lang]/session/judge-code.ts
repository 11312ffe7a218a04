import type { HeldSession } from '$lib/domain/held-session.ts';
import { isOwnCity, readRoomCode } from '$lib/domain/room-code.ts';

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
