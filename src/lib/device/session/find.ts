/** A session that is found by its six characters, where a hub or the city is reachable. */
import * as v from 'valibot';
import type { HeldSession } from '../../domain/held-session.ts';
import { foundRoomsSchema } from '../../domain/room.ts';
import { isOwnCity, readRoomFacts } from '../../domain/room-code.ts';
import { sessionCode } from '../../domain/session-hours.ts';
import { cityRoot } from '../sync/city-keys.ts';
import { request } from '../sync/exchange.ts';

/** Why none is found: there is `none`, nobody answers (`noNetwork`), or there were too many tries (`tooMany`). */
export type NotFound = 'none' | 'noNetwork' | 'tooMany';

/**
 * The sessions with these characters; seldom there are several.
 * @param code six characters of Crockford's alphabet
 */
export async function findSessions(code: string): Promise<HeldSession[] | NotFound> {
	const response = await request(`/api/room?code=${encodeURIComponent(code)}`, {}, 10_000);
	if (response?.status === 429) return 'tooMany';
	const read = v.safeParse(foundRoomsSchema, response?.json);
	// any other answer is somebody else's: a Wi-Fi that wants a login, say
	if (response?.status !== 200 || !read.success) return 'noNetwork';
	const own = { root: await cityRoot(), origin: location.origin };
	const found = read.output.rooms.flatMap((facts) => {
		const session = readRoomFacts(facts);
		const fits = session && sessionCode(session) === code;
		return fits && isOwnCity({ session, origin: location.origin }, own) ? [session] : [];
	});
	return found.length > 0 ? found : 'none';
}
