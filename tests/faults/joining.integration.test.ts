/** A session on phones and on its trainer's device: who is in it is told once, and nothing of it stays for the next person. */
import { connect, newPhone, restart } from './phone.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { askForBadge } from '../../src/lib/device/badges.ts';
import { device } from '../../src/lib/device/database.ts';
import { readJoined } from '../../src/lib/device/joined.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { keepStep } from '../../src/lib/device/progress.ts';
import { join, leaveSession, setNickname } from '../../src/lib/device/session/join.ts';
import {
	endSession,
	lead,
	runningSession,
	startSession
} from '../../src/lib/device/session/lead.ts';
import {
	addByNickname,
	countPerson,
	joinDevices,
	listAttendees
} from '../../src/lib/device/session/list.ts';
import { isInUse } from '../../src/lib/device/shared-phone.ts';
import { sync } from '../../src/lib/device/sync.ts';
import {
	dropThing,
	keepThing,
	readThings,
	type Opener
} from '../../src/lib/device/trainer-rows.ts';
import { peopleIn } from '../../src/lib/domain/attendance.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import type { HeldSession } from '../../src/lib/domain/held-session.ts';
import { personOf } from '../../src/lib/domain/member.ts';
import { grace } from '../../src/lib/domain/session-hours.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { newId } from '../integration/invented.ts';
import { withFull } from './full-memory.ts';
import { readMemory } from './two-phones.ts';

const city = cityWithDoor();
const opener: Opener = { crypt, key: toBase64Url(new Uint8Array(32).fill(5)) };
const need: NeedForm = { topic: 'access', words: 'Una rampa', place: null, publish: false };
const hour = 60 * 60_000;

const aSession = (): HeldSession => ({
	id: makeId(Date.now(), crypt.random(10)),
	lab: newId(),
	labName: 'Raval',
	endsAt: Date.now() + 2 * hour,
	modules: ['scam-messages'],
	languages: ['es'],
	root: ''
});
const waiting = async (kind: string) =>
	(await device.outbox.orderBy('addedAt').toArray()).flatMap(({ envelope }) =>
		envelope?.kind === kind ? [envelope] : []
	);
const attendance = (session: string) =>
	city.db.selectFrom('attendance').selectAll().where('session', '=', session).execute();

beforeEach(() => newPhone());

describe('A phone that joins', () => {
	it('tells the city so once, also after a restart, and tells its needs, steps and badges in the session', async () => {
		const session = aSession();
		const { person } = await join(session, 'es');
		await restart();
		expect((await join(session, 'es')).person).toBe(person);
		await keepNeed(need, 'es');
		await keepStep('scam-messages/parcel-fee', { step: 'look' }, 'es');
		await askForBadge('scam-messages', 'Fátima', 'es');
		const of = { lab: session.lab, session: session.id, person };
		const told = (await device.outbox.toArray()).map(({ envelope }) => envelope);
		expect(told.map((envelope) => envelope?.kind).sort()).toEqual([
			...['attendance', 'badge', 'need', 'progress']
		]);
		for (const envelope of told) expect(envelope).toMatchObject(of);
		connect(city.door.url);
		await sync();
		expect(await device.outbox.count()).toBe(0);
		expect(await attendance(session.id)).toMatchObject([{ person }]);
	});

	it('has another pseudonym in every session, and keeps its nickname to itself', async () => {
		const first = await join(aSession(), 'es');
		await setNickname('Canario');
		const second = await join(aSession(), 'es');
		expect(second.person).not.toBe(first.person);
		expect(second.nickname).toBeUndefined();
		await setNickname('Canario');
		expect((await readJoined())?.nickname).toBe('Canario');
		const sent = JSON.stringify((await device.outbox.toArray()).map(({ envelope }) => envelope));
		expect(sent).not.toContain('Canario');
	});

	it('tells nothing in it any more when it is over, or was left', async () => {
		const session = aSession();
		await join(session, 'es');
		const later = session.endsAt + grace;
		await keepStep('scam-messages/parcel-fee', { step: 'one' }, 'es', later);
		await leaveSession();
		await keepNeed(need, 'es');
		for (const envelope of [...(await waiting('progress')), ...(await waiting('need'))])
			expect(envelope).not.toHaveProperty('session');
		expect(await waiting('attendance')).toHaveLength(1);
	});

	it('is the same member of her group in the next session, and so is her card on any phone', async () => {
		const [first, second, third] = [aSession(), aSession(), aSession()];
		const { member = '' } = await join(first, 'es');
		expect(await join(second, 'es')).toMatchObject({ member, person: personOf(member, second.id) });
		const card = 'K'.repeat(16);
		const { person } = await join(third, 'es', Date.now(), card);
		expect(person).toBe(personOf(card, third.id));
		await newPhone();
		expect((await join(third, 'es', Date.now(), card)).person).toBe(person);
	});

	it('that is full is not half joined', async () => {
		await withFull(device.outbox, 'creating', () =>
			expect(join(aSession(), 'es')).rejects.toThrow('full')
		);
		expect(await readJoined()).toBeUndefined();
	});

	it('and is shared has nothing of it left for the next person, but brings that she was there', async () => {
		connect(city.door.url);
		await sync();
		const session = aSession();
		const { person, member } = await join(session, 'es');
		await setNickname('Canario');
		expect(await isInUse()).toBe(true);
		await leave(crypt);
		expect(await readJoined()).toBeUndefined();
		expect(await isInUse()).toBe(false);
		const memory = JSON.stringify(await readMemory());
		for (const hers of [person, member, 'Canario', session.id]) expect(memory).not.toContain(hers);
		await keepNeed(need, 'es');
		expect((await waiting('need'))[0]).not.toHaveProperty('session');
		await sync();
		expect(await attendance(session.id)).toMatchObject([{ person }]);
	});
});

describe("A trainer's device", () => {
	const plan = {
		lab: { id: newId(), name: 'Raval' },
		modules: [],
		languages: ['es' as const],
		hours: 2
	};

	it('has the running session again after its battery died, with everybody on its list', async () => {
		const session = await startSession(plan, 'es');
		await countPerson(opener, session, { person: 'A'.repeat(16), nickname: 'Ana' }, 'es');
		await restart();
		expect(await runningSession()).toEqual(session);
		expect(await listAttendees(opener, session.id)).toMatchObject([{ nickname: 'Ana' }]);
		await endSession(session.id);
		expect(await runningSession()).toBeUndefined();
		expect(await listAttendees(opener, session.id)).toHaveLength(1);
	});

	it('counts a phone once, however often it is scanned, and never tells the city a nickname', async () => {
		const session = await startSession(plan, 'es');
		const person = 'B'.repeat(16);
		const scan = (nickname?: string) =>
			countPerson(opener, session, { person, ...(nickname && { nickname }) }, 'es');
		expect((await scan()).was).toBe('new');
		expect((await scan('Canario')).was).toBe('known');
		expect((await scan()).attendee.nickname).toBe('Canario');
		expect(await waiting('attendance')).toHaveLength(1);
		expect(JSON.stringify(await readMemory())).not.toContain('Canario');
	});

	it('proposes another nickname where one is taken', async () => {
		const session = await startSession(plan, 'es');
		const names = [];
		for (const name of ['Ana', 'Ana', 'ana'])
			names.push((await addByNickname(opener, session, name, 'es')).nickname);
		expect(names).toEqual(['Ana', 'Ana 2', 'ana 3']);
	});

	it('keeps what else is hers sealed, finds it by kind and session, and forgets it when told', async () => {
		const [a, b] = [aSession().id, aSession().id];
		const value = { nickname: 'Canario' };
		await keepThing(opener, 'member', { id: '2', session: a, value });
		await keepThing(opener, 'member', { id: '1', session: b, value });
		await keepThing(opener, 'other', { id: '3', session: a, value });
		expect(JSON.stringify(await readMemory())).not.toContain('Canario');
		const ids = async (kind: string, session?: string) =>
			(await readThings(opener, kind, session)).map(({ id }) => id);
		expect(await ids('member')).toEqual(['1', '2']);
		expect(await ids('member', a)).toEqual(['2']);
		expect((await readThings(opener, 'member', a))[0]?.value).toEqual(value);
		await dropThing('2');
		expect(await ids('member')).toEqual(['1']);
		const other = { crypt, key: toBase64Url(new Uint8Array(32).fill(6)) };
		expect(await readThings(other, 'member')).toEqual([]);
	});

	it("shows another trainer's list to nobody", async () => {
		const session = await startSession(plan, 'es');
		await addByNickname(opener, session, 'Ana', 'es');
		const other = { crypt, key: toBase64Url(new Uint8Array(32).fill(6)) };
		expect(await listAttendees(other, session.id)).toEqual([]);
	});

	it('and that of a second trainer count the same people once, and two devices of one person too', async () => {
		connect(city.door.url);
		await city.db
			.insertInto('labs')
			.values({ ...plan.lab, place: null, address: '', made_at: new Date() })
			.execute();
		const session = await startSession(plan, 'es');
		const people = ['C', 'D', 'E'].map((letter) => letter.repeat(16));
		for (const person of people) await countPerson(opener, session, { person }, 'es');
		await joinDevices(opener, session, people[1] ?? '', people[0] ?? '', 'es');
		expect(peopleIn(await listAttendees(opener, session.id))).toHaveLength(2);
		await sync();
		await newPhone();
		connect(city.door.url);
		await lead(session, 'ar');
		await lead(session, 'ar');
		for (const person of [...people].reverse())
			await countPerson(opener, session, { person }, 'ar');
		expect(await waiting('session')).toHaveLength(1);
		await sync();
		expect(await device.outbox.count()).toBe(0);
		const rows = await attendance(session.id);
		expect(rows).toHaveLength(3);
		expect(rows.filter(({ same_as }) => same_as === null)).toHaveLength(2);
		const held = await city.db
			.selectFrom('held_sessions')
			.select('id')
			.where('id', '=', session.id)
			.execute();
		expect(held).toHaveLength(1);
	});
});
