/** A workshop on its trainer's device, and a vote on a phone: there again after a flat battery, sealed, each person once. */
import { connect, newPhone, restart } from '../faults/phone.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepNeed, newNeedIdentity, withdrawNeed } from '../../src/lib/device/needs.ts';
import { join, leaveSession } from '../../src/lib/device/session/join.ts';
import { keepVote, openVote, readVote } from '../../src/lib/device/session/vote.ts';
import {
	isUntold,
	keepWorkshop,
	listCasts,
	needsToldHere,
	readWorkshop,
	takeCasts,
	tellWorkshop
} from '../../src/lib/device/session/workshop.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Opener } from '../../src/lib/device/trainer-rows.ts';
import { begin, forgetHanded, listTold, tellForOthers } from '../../src/lib/device/trainer-told.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import type { HeldSession } from '../../src/lib/domain/held-session.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import { ballotOf, workshopId } from '../../src/lib/domain/workshop/ballot.ts';
import { readCasts, writeCasts, type Cast } from '../../src/lib/domain/workshop/cast.ts';
import { asTold, bodyOf, resultOfCasts } from '../../src/lib/domain/workshop/result.ts';
import type { Workshop } from '../../src/lib/domain/workshop/state.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { readMemory } from '../faults/two-phones.ts';
import { cityWithDoor } from './city-with-door.ts';
import { newId } from './invented.ts';

const city = cityWithDoor();
const openerOf = (fill: number): Opener => ({
	crypt,
	key: toBase64Url(new Uint8Array(32).fill(fill))
});
const opener = openerOf(5);
const person = (letter: string) => letter.repeat(16);
const aSession = (): HeldSession => ({
	...{ id: makeId(Date.now(), crypt.random(10)), lab: newId(), labName: 'Raval' },
	...{ endsAt: Date.now() + 7_200_000, modules: [], languages: ['es' as const], root: '' }
});
const groups: Workshop['groups'] = [
	{ id: 'w', name: 'Wifi en la plaza', topic: 'connection', needs: ['1'] },
	{ id: 'c', name: 'Citas', topic: 'service', needs: ['2'] }
];
const needs = [
	{ id: '1', words: 'No hay wifi' },
	{ id: '2', words: 'Pedir cita', need: newId() }
];
const cast = (who: string, votes: Cast['votes'], revision = 1): Cast => ({
	...{ person: person(who), revision, at: 100, votes, dots: [0, 1] }
});
let session: HeldSession;

beforeEach(async () => {
	await newPhone();
	session = aSession();
});

describe("A workshop on its trainer's device", () => {
	it('is there again after the battery died, with every vote, and nobody else reads it', async () => {
		const workshop = { ...(await readWorkshop(opener, session.id)), needs, groups };
		await keepWorkshop(opener, session.id, workshop);
		const casts = [cast('A', [1, 1]), cast('B', [-1, 0])];
		await takeCasts(opener, session.id, { mark: 'abcd', own: true, casts });
		await restart();
		expect(await readWorkshop(opener, session.id)).toEqual(workshop);
		expect(await listCasts(opener, session.id, 'abcd')).toHaveLength(2);
		const memory = await readMemory();
		for (const hidden of ['No hay wifi', 'Wifi en la plaza', person('A')])
			expect(memory).not.toContain(hidden);
		expect(await listCasts(openerOf(6), session.id, 'abcd')).toEqual([]);
	});

	it('has something that the city was not told as long as votes came that are not in what was told', async () => {
		const workshop = { ...(await readWorkshop(opener, session.id)), needs, groups };
		await keepWorkshop(opener, session.id, workshop);
		expect(await isUntold(opener, session.id, [])).toBe(false);
		const ballot = ballotOf(session.id, groups);
		const take = (given: Cast) =>
			takeCasts(opener, session.id, { mark: ballot.mark, own: true, casts: [given] });
		await take(cast('A', [1, 1]));
		expect(await isUntold(opener, session.id, [])).toBe(true);
		const result = resultOfCasts(workshop, await listCasts(opener, session.id, ballot.mark));
		const told = { at: 1, as: asTold(workshop, ballot, result) };
		await keepWorkshop(opener, session.id, { ...workshop, told });
		await take(cast('A', [1, 1]));
		expect(await isUntold(opener, session.id, [])).toBe(false);
		await take(cast('B', [1, 0]));
		expect(await isUntold(opener, session.id, [])).toBe(true);
	});

	it('counts a vote once however often it is scanned, the last where it changed, and none on other groups', async () => {
		const take = (given: Cast) =>
			takeCasts(opener, session.id, { mark: 'abcd', own: true, casts: [given] });
		expect(await take(cast('A', [1, 1]))).toEqual({ fresh: 1, changed: 0 });
		expect(await take(cast('A', [1, 1]))).toEqual({ fresh: 0, changed: 0 });
		expect(await take(cast('A', [-1, 1]))).toEqual({ fresh: 0, changed: 1 });
		await takeCasts(opener, session.id, { mark: 'other', own: true, casts: [cast('B', [1, 1])] });
		expect(await listCasts(opener, session.id, 'abcd')).toMatchObject([
			{ votes: [-1, 1], revision: 2 }
		]);
	});

	it('and another trainer’s are one set: the same result on both, and one workshop at the city', async () => {
		const { mark } = ballotOf(session.id, groups);
		const first = [cast('A', [1, 1]), cast('B', [-1, 1]), cast('C', [1, 1])];
		const second = [cast('C', [0, 1], 2), cast('D', [1, 1]), cast('A', [1, 1])];
		const give = (casts: Cast[]) =>
			readCasts(writeCasts({ session: session.id, mark, own: false, casts }));
		const results = [];
		for (const [own, others] of [
			[first, second],
			[second, first]
		]) {
			await newPhone();
			connect(city.door.url);
			await takeCasts(opener, session.id, { mark, own: true, casts: own ?? [] });
			const given = give(others ?? []);
			if (given) await takeCasts(opener, session.id, given);
			const workshop = { id: workshopId({ session: session.id, mark }), needs, groups };
			const result = resultOfCasts(workshop, await listCasts(opener, session.id, mark));
			results.push(result);
			await tellWorkshop(opener, session, bodyOf(workshop, result, new Date().toISOString()), 'es');
			await sync();
			expect(await device.outbox.count()).toBe(0);
		}
		expect(results[0]).toEqual(results[1]);
		expect(results[0]).toMatchObject({
			people: 4,
			groups: [{ name: 'Citas', yes: 4 }, { yes: 2 }]
		});
		const rows = await city.db
			.selectFrom('workshops')
			.select(['workshop', 'people', 'groups'])
			.where('session', '=', session.id)
			.execute();
		expect(new Set(rows.map(({ workshop }) => workshop)).size).toBe(1);
		expect(rows[0]?.groups[0]?.needs).toEqual([needs[1]?.need]);
		expect(JSON.stringify(rows)).not.toContain(person('A'));
	});

	it('offers what was told here in this session, and nothing that was taken back or told before', async () => {
		const tell = (words: string, now: number) =>
			keepNeed({ topic: 'access', words, place: null, publish: false }, 'es', undefined, now);
		const since = Date.now();
		await tell('Antes', since - 60_000);
		const kept = await tell('Una rampa', since + 1000);
		await withdrawNeed(await tell('Mejor no', since + 2000), 'es');
		const told = await needsToldHere(opener, session.id, since);
		expect(told).toEqual([{ id: kept, need: kept, words: 'Una rampa' }]);
	});

	it('offers what was told for others too, until the session is closed', async () => {
		const need = { topic: 'access', words: 'Un banco con sombra', place: null } as const;
		await begin(opener, session.id, { how: 'group', lang: 'es', people: 4 });
		const id = await tellForOthers(opener, session, { ...need, publish: true }, newNeedIdentity());
		const told = [{ id, need: id, words: need.words }];
		expect(await needsToldHere(opener, session.id, Date.now())).toEqual(told);
		expect(await needsToldHere(opener, aSession().id, Date.now())).toEqual([]);
		expect(await needsToldHere(openerOf(6), session.id, Date.now())).toEqual([]);
		await forgetHanded(opener, session.id);
		expect(await needsToldHere(opener, session.id, Date.now())).toEqual([]);
		// the slip waits for the group
		expect(await listTold(opener, session.id)).toMatchObject([{ id, how: 'group' }]);
	});
});

describe('A vote on a phone', () => {
	const voted = async () => {
		await join(session, 'es');
		const own = await openVote(ballotOf(session.id, groups));
		await keepVote({ ...own, votes: [1, null] });
		return own;
	};

	it('is there again where she left it, and begins anew with other groups', async () => {
		const { ballot } = await voted();
		await restart();
		expect(await openVote(ballot)).toMatchObject({ votes: [1, null], done: false });
		expect(await openVote(ballotOf(session.id, groups.slice(1)))).toMatchObject({ votes: [null] });
		expect(await readVote(aSession().id)).toBeUndefined();
	});

	it('is gone when she leaves the session, and when she leaves a shared phone', async () => {
		await voted();
		await leaveSession();
		expect(await readVote(session.id)).toBeUndefined();
		connect(city.door.url);
		await voted();
		await sync();
		expect(await leave(crypt)).toBe('left');
		expect(await readVote(session.id)).toBeUndefined();
		expect(await readMemory()).not.toContain('Wifi en la plaza');
	});
});
