/** The room of a session, live: what phones say reaches every trainer's board, people are counted by themselves, and nothing of it is a name. */
import { connect, newPhone, restart } from './phone.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { device, readFact } from '../../src/lib/device/database.ts';
import { readJoined } from '../../src/lib/device/joined.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { findSessions } from '../../src/lib/device/session/find.ts';
import { join, leaveSession, setNickname } from '../../src/lib/device/session/join.ts';
import {
	countHeard,
	countPerson,
	listAttendees,
	namePerson
} from '../../src/lib/device/session/list.ts';
import { hearRoom } from '../../src/lib/device/session/listen.ts';
import { sayingOf } from '../../src/lib/device/session/say.ts';
import { noteStep, noteStuck, readState } from '../../src/lib/device/session/state.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Opener } from '../../src/lib/device/trainer-rows.ts';
import { tilePictures } from '../../src/lib/domain/attendance.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import type { HeldSession, Joined } from '../../src/lib/domain/held-session.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import { picturesOf } from '../../src/lib/domain/member.ts';
import type { InRoom } from '../../src/lib/domain/room.ts';
import { lessonMark } from '../../src/lib/domain/room-state.ts';
import { sessionCode } from '../../src/lib/domain/session-hours.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { newId } from '../integration/invented.ts';
import { readMemory } from './two-phones.ts';

const city = cityWithDoor();
const openerOf = (trainer: number): Opener => ({
	crypt,
	key: toBase64Url(new Uint8Array(32).fill(trainer))
});
const [carla, dina] = [openerOf(5), openerOf(6)];
const fee = 'scam-messages/parcel-fee';
const train = 'transport/train';

const aSession = (id = makeId(Date.now(), crypt.random(10))): HeldSession => ({
	id,
	lab: newId(),
	labName: 'Raval',
	endsAt: Date.now() + 2 * 60 * 60_000,
	modules: ['scam-messages'],
	languages: ['es'],
	root: ''
});

/** As `keepSaying` does it on a page. */
async function say(): Promise<string> {
	const joined = (await readJoined()) as Joined;
	const body = JSON.stringify(sayingOf(joined, await readState(joined)));
	const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
	await fetch(`/api/room/${joined.id}`, { method: 'POST', headers, body });
	return body;
}

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	vi.stubGlobal('location', { origin: city.door.url });
});

describe('How far a person is', () => {
	it('is the lesson she is in, the steps of this session, each once, and whether she is stuck', async () => {
		const joined = await join(aSession(), 'es');
		expect(await readState(joined)).toEqual({ done: 0, needsHelp: false });
		await noteStep(fee, 'look');
		await noteStep(fee, 'look');
		await noteStep(fee, 'ask');
		await noteStuck(train, true);
		await restart();
		const stuck = { lesson: lessonMark(train), done: 2, needsHelp: true };
		expect(await readState(joined)).toEqual(stuck);
		await noteStuck(train, false);
		expect(await readState(joined)).toEqual({ ...stuck, needsHelp: false });
	});

	it('needs no help any more when she goes on with another step', async () => {
		const joined = await join(aSession(), 'es');
		await noteStuck(fee, true);
		await noteStep(train, 'look');
		expect(await readState(joined)).toEqual({
			lesson: lessonMark(train),
			done: 1,
			needsHelp: false
		});
	});

	it('begins anew in another session, and is not noted without one', async () => {
		await noteStep(fee, 'look');
		expect(await readFact('place')).toBeUndefined();
		await join(aSession(), 'es');
		await noteStuck(fee, true);
		const next = await join(aSession(), 'es');
		expect(await readState(next)).toEqual({ done: 0, needsHelp: false });
		await leaveSession();
		expect(await readFact('place')).toBeUndefined();
	});

	it('is not there for the next person of a shared phone', async () => {
		const session = aSession();
		await join(session, 'es');
		await noteStuck(fee, true);
		await sync();
		expect(await leave(crypt)).toBe('left');
		expect(await readMemory()).not.toContain(fee);
		expect(await readState(await join(session, 'es'))).toEqual({ done: 0, needsHelp: false });
	});
});

describe('A person in a room', () => {
	it('says her pictures and how far she is, and neither her nickname nor her number', async () => {
		const joined = await join(aSession(), 'es');
		await setNickname('Hortensia');
		const said = await say();
		expect(said).not.toContain('Hortensia');
		expect(said).not.toContain(joined.member);
		expect(JSON.parse(said)).toMatchObject({ pictures: picturesOf(joined.member ?? '') });
	});

	it('is counted by herself on the lists of two trainers, who see the same', async () => {
		const session = aSession();
		const { person } = await join(session, 'es');
		await noteStuck(fee, true);
		await say();
		const heard = (await hearRoom(session))?.people ?? [];
		for (const trainer of [carla, dina])
			expect(await countHeard(trainer, session, heard, 'es')).toBe(true);
		const [[one], [other]] = [
			await listAttendees(carla, session.id),
			await listAttendees(dina, session.id)
		];
		expect(one).toMatchObject({ person, state: { lesson: lessonMark(fee), needsHelp: true } });
		expect(other?.state).toMatchObject({ lesson: lessonMark(fee), needsHelp: true });
		const pictures = [one, other].map((each) => each && tilePictures(each));
		expect(pictures[0]).toHaveLength(3);
		expect(pictures[1]).toEqual(pictures[0]);
		// three devices tell it, and she took part once
		await sync();
		const took = city.db
			.selectFrom('attendance')
			.select('person')
			.where('session', '=', session.id);
		expect(await took.execute()).toEqual([{ person }]);
	});

	it('is the same when she is scanned afterwards, and keeps the name that her trainer gave her', async () => {
		const session = aSession();
		const { person, member } = await join(session, 'es');
		await say();
		await countHeard(carla, session, (await hearRoom(session))?.people ?? [], 'es');
		const [before] = await listAttendees(carla, session.id);
		await countPerson(carla, session, { person, ...(member && { member }) }, 'es');
		await namePerson(carla, session, person, 'Ana');
		await noteStep(fee, 'look');
		await say();
		await countHeard(
			carla,
			session,
			(await hearRoom(session))?.people ?? [],
			'es',
			Date.now() + 5000
		);
		const list = await listAttendees(carla, session.id);
		expect(list).toMatchObject([{ person, member, nickname: 'Ana', state: { done: 1 } }]);
		const pictures = [before, ...list].map((each) => each && tilePictures(each));
		expect(pictures[0]).toHaveLength(3);
		expect(pictures[1]).toEqual(pictures[0]);
	});

	it('who was scanned a moment ago is not set back by what the room heard before', async () => {
		const session = aSession();
		const { person } = await join(session, 'es');
		const now = Date.now();
		await countPerson(carla, session, { person, state: { done: 4, needsHelp: true } }, 'es', now);
		const older: InRoom = {
			...{ person, pictures: picturesOf(person), state: { done: 2, needsHelp: false } },
			...{ came: 600, said: 40 }
		};
		expect(await countHeard(carla, session, [older], 'es', now)).toBe(false);
		expect((await listAttendees(carla, session.id))[0]?.state).toMatchObject({ done: 4 });
	});

	it('is written once in half a minute as long as nothing changes: a board may be open for hours', async () => {
		const session = aSession();
		const now = Date.now();
		const heard = (said: number, needsHelp = false): InRoom[] => [
			{
				...{ person: 'AAECAwQFBgcICQoL', pictures: picturesOf('x'), came: 60, said },
				state: { done: 2, needsHelp }
			}
		];
		const take = (people: InRoom[], after: number) =>
			countHeard(carla, session, people, 'es', now + after);
		expect(await take(heard(0), 0)).toBe(true);
		expect(await take(heard(4), 4000)).toBe(false);
		expect(await take(heard(0), 8000)).toBe(false);
		expect(await take(heard(0, true), 12_000)).toBe(true);
		expect(await take(heard(0, true), 50_000)).toBe(true);
	});
});

describe('A trainer’s device', () => {
	it('announces its session, also again, and a phone finds it by the six characters', async () => {
		const session = aSession();
		expect(await findSessions(sessionCode(session))).toBe('none');
		expect(await hearRoom(session)).toMatchObject({ announced: false, people: [] });
		const found = await findSessions(sessionCode(session));
		expect(found).toMatchObject([{ id: session.id, labName: 'Raval', lab: session.lab }]);
	});

	it('without a network hears nothing, and neither does a phone; a Wi-Fi that wants a login is no room', async () => {
		const session = aSession();
		await hearRoom(session);
		for (const answer of [
			() => Promise.reject(new TypeError('fetch failed')),
			() => Promise.resolve(new Response('<html>Welcome to the Wi-Fi</html>'))
		]) {
			globalThis.fetch = answer;
			expect(await hearRoom(session)).toBeUndefined();
			expect(await findSessions(sessionCode(session))).toBe('noNetwork');
		}
		expect(await device.attendees.count()).toBe(0);
	});

	it('of another city announces a session that no phone of this one is asked to join', async () => {
		await join(aSession(), 'es');
		await sync();
		const session = { ...aSession(), root: 'AAAAAAAB' };
		await hearRoom(session);
		expect(await findSessions(sessionCode(session))).toBe('none');
	});
});
