/** The rooms in a server's memory: bounded, forgotten when the session is over, and gone at a restart without harm. */
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import { picturesOf } from '../../src/lib/domain/member.ts';
import { mostInRoom, type Saying } from '../../src/lib/domain/room.ts';
import { writeRoomFacts } from '../../src/lib/domain/room-code.ts';
import { grace, sessionCode } from '../../src/lib/domain/session-hours.ts';
import { openRooms } from '../../src/lib/server/rooms.ts';

const hour = 60 * 60_000;
const now = Date.parse('2026-03-01T10:00:00Z');
const idAt = (at: number, n = 1) => makeId(at, new Uint8Array(10).fill(n));

function aSession(id = idAt(now), hours = 2) {
	const endsAt = parseInt(id.replace('-', '').slice(0, 12), 16) + hours * hour;
	const lab = idAt(0, 9);
	return { id, lab, labName: 'Raval', endsAt, modules: [], languages: ['es' as const], root: '' };
}

function saying(n: number, done = 0): Saying {
	const person = toBase64Url(new Uint8Array([...new Uint8Array(10), n >> 8, n & 255]));
	return { v: 1, person, pictures: picturesOf(person), state: { done, needsHelp: false } };
}

describe('A room', () => {
	it('knows each person once, in the order in which they came, with what she said last', () => {
		const rooms = openRooms();
		const { id } = aSession();
		rooms.say(id, saying(1), now);
		rooms.say(id, saying(2), now + 4000);
		rooms.say(id, saying(1, 5), now + 9000);
		const { people } = rooms.read(id, now + 10_000);
		expect(people.map(({ state, came, said }) => [state.done, came, said])).toEqual([
			[5, 10, 1],
			[0, 6, 6]
		]);
	});

	it('takes so many people and no more; who is in it goes on', () => {
		const rooms = openRooms();
		const { id } = aSession();
		for (let n = 0; n < mostInRoom; n++) expect(rooms.say(id, saying(n), now)).toBe(true);
		expect(rooms.say(id, saying(mostInRoom), now)).toBe(false);
		expect(rooms.say(id, saying(0, 7), now)).toBe(true);
		expect(rooms.read(id, now).people).toHaveLength(mostInRoom);
	});

	it('is forgotten when its session is over, also with a trainer’s clock that is years off', () => {
		for (const start of [now, 0, now + 5 * 365 * 24 * hour]) {
			const rooms = openRooms();
			const session = aSession(idAt(start));
			expect(rooms.announce(session.id, writeRoomFacts(session), now)).toBe(true);
			rooms.say(session.id, saying(1), now + hour);
			const end = now + 2 * hour + grace;
			expect(rooms.read(session.id, end - 60_000).people).toHaveLength(1);
			expect(rooms.read(session.id, end + 60_000)).toEqual({ v: 1, announced: false, people: [] });
			expect(rooms.find(sessionCode(session), end + 60_000)).toEqual([]);
		}
	});

	it('that nobody announced is forgotten too, and one that says it lasts a year is as well', () => {
		const rooms = openRooms();
		const [unannounced, endless] = [aSession(idAt(now, 2)), aSession(idAt(now, 3), 9000)];
		rooms.say(unannounced.id, saying(1), now);
		rooms.announce(endless.id, writeRoomFacts(endless), now);
		rooms.say(endless.id, saying(1), now);
		const later = now + 4 * hour + grace + 60_000;
		for (const { id } of [unannounced, endless]) {
			expect(rooms.read(id, later).people).toEqual([]);
		}
	});

	it('is found by its six characters, as it was announced first; the facts of another session do not count', () => {
		const rooms = openRooms();
		const [session, other] = [aSession(), aSession(idAt(now, 4))];
		expect(rooms.announce(session.id, writeRoomFacts(other), now)).toBe(false);
		expect(rooms.announce(session.id, 'no-facts', now)).toBe(false);
		rooms.announce(session.id, writeRoomFacts(session), now);
		rooms.announce(session.id, writeRoomFacts({ ...session, labName: 'Elsewhere' }), now);
		expect(rooms.find(sessionCode(session), now)).toEqual([writeRoomFacts(session)]);
		expect(rooms.find(sessionCode(other), now)).toEqual([]);
	});

	it('is there again after a restart, as soon as phones and trainer say it again', () => {
		const [session, before] = [aSession(), openRooms()];
		before.announce(session.id, writeRoomFacts(session), now);
		before.say(session.id, saying(1, 3), now);
		const after = openRooms();
		expect(after.read(session.id, now)).toEqual({ v: 1, announced: false, people: [] });
		after.say(session.id, saying(1, 3), now);
		after.announce(session.id, writeRoomFacts(session), now);
		expect(after.read(session.id, now)).toEqual(before.read(session.id, now));
	});
});

describe('The rooms', () => {
	it('are so many and no more: the one goes that was heard of longest ago', () => {
		const rooms = openRooms();
		const id = (n: number) => makeId(now + n, new Uint8Array(10).fill(5));
		for (let n = 0; n < 500; n++) rooms.say(id(n), saying(1), now + n);
		rooms.say(id(0), saying(1), now + 600);
		rooms.say(id(500), saying(1), now + 700);
		expect([0, 1, 2, 500].map((n) => rooms.has(id(n)))).toEqual([true, false, true, true]);
	});
});
