/** A trainer's device and the room, where a hub or the city is reachable: it announces its session, and hears who is there. */
import * as v from 'valibot';
import type { HeldSession } from '../../domain/held-session.ts';
import { roomSchema, type Room } from '../../domain/room.ts';
import { writeRoomFacts } from '../../domain/room-code.ts';
import { request } from '../sync/exchange.ts';

const patience = 10_000;

/**
 * Who is in the room now; undefined where nobody answers. A room that is not announced, or not any more, is announced
 * along the way.
 */
export async function hearRoom(session: HeldSession): Promise<Room | undefined> {
	const response = await request(`/api/room/${session.id}`, {}, patience);
	const read = v.safeParse(roomSchema, response?.json);
	// any other answer is somebody else's: a Wi-Fi that wants a login, say
	if (response?.status !== 200 || !read.success) return undefined;
	if (!read.output.announced) await announce(session);
	return read.output;
}

async function announce(session: HeldSession): Promise<void> {
	await request(
		`/api/room/${session.id}`,
		{
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, facts: writeRoomFacts(session) })
		},
		patience
	);
}
