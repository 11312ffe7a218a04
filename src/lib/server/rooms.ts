/**
 * The rooms of the sessions that are on: who is there and how far, as phones say it. In memory alone, so that nothing of
 * it is ever on a disk; after a restart phones and trainers say it again.
 */
import type { HeldSession } from '../domain/held-session.ts';
import { mostInRoom, type Room, type Saying } from '../domain/room.ts';
import { readRoomFacts } from '../domain/room-code.ts';
import { grace, sessionCode, sessionHours, startOf } from '../domain/session-hours.ts';

/** The most rooms at once; beyond it the one goes that was heard of longest ago. */
const mostRooms = 500;
const longest = Math.max(...sessionHours) * 60 * 60_000;

type Person = Pick<Saying, 'pictures' | 'state'> & { cameAt: number; saidAt: number };
type Kept = {
	openedAt: number;
	heardAt: number;
	/** Where it was announced. */
	told?: { facts: string; code: string; lasts: number };
	people: Map<string, Person>;
};

export type Rooms = ReturnType<typeof openRooms>;

/** No room yet. All hours are in milliseconds, by this server's clock. */
export function openRooms() {
	const rooms = new Map<string, Kept>();

	const sweep = (now: number) => {
		for (const [id, room] of rooms) if (isOver(room, now)) rooms.delete(id);
	};

	const enter = (id: string, now: number): Kept => {
		sweep(now);
		const room = rooms.get(id) ?? { openedAt: now, heardAt: now, people: new Map() };
		room.heardAt = now;
		// the one that was heard of last stands last
		rooms.delete(id);
		rooms.set(id, room);
		const [quietest] = rooms.keys();
		if (rooms.size > mostRooms && quietest !== undefined) rooms.delete(quietest);
		return room;
	};

	return {
		/** Is a room of this session open? */
		has: (id: string) => rooms.has(id),

		/**
		 * Announces a session, so that it is found by its six characters. What was announced first stays.
		 * @returns whether these are facts of this session
		 */
		announce(id: string, facts: string, now: number): boolean {
			const session = readRoomFacts(facts);
			if (session?.id !== id) return false;
			enter(id, now).told ??= { facts, code: sessionCode(session), lasts: lengthOf(session) };
			return true;
		},

		/** Somebody says how far she is. False when the room is full. */
		say(id: string, { person, pictures, state }: Saying, now: number): boolean {
			const { people } = enter(id, now);
			const known = people.get(person);
			if (!known && people.size >= mostInRoom) return false;
			people.set(person, { pictures, state, cameAt: known?.cameAt ?? now, saidAt: now });
			return true;
		},

		/** Who is in a room. */
		read(id: string, now: number): Room {
			sweep(now);
			const room = rooms.get(id);
			const people = [...(room?.people ?? [])].map(([person, each]) => ({
				person,
				pictures: each.pictures,
				state: each.state,
				came: secondsSince(each.cameAt, now),
				said: secondsSince(each.saidAt, now)
			}));
			return { v: 1, announced: room?.told !== undefined, people };
		},

		/** The facts of the sessions that were announced and have these six characters. */
		find(code: string, now: number): string[] {
			sweep(now);
			return [...rooms.values()].flatMap(({ told }) => (told?.code === code ? [told.facts] : []));
		}
	};
}

/** The session's own length, whatever the trainer's clock says, and the grace. */
function isOver({ openedAt, told }: Kept, now: number): boolean {
	return now > openedAt + (told?.lasts ?? longest) + grace || now < openedAt - longest;
}

function lengthOf(session: HeldSession): number {
	return Math.min(Math.max(0, session.endsAt - startOf(session)), longest);
}

const secondsSince = (at: number, now: number) => Math.max(0, Math.round((now - at) / 1000));
