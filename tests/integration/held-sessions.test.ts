/** What trainers' devices and phones tell of a session becomes the city's numbers, in any order and told any number of times. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { listHeldSessions } from '../../src/lib/server/held-sessions.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { aNeed, aStep, newId } from './invented.ts';

const lab = newId();
let database: TestDatabase;
let door: Door;
let session: string;

beforeAll(async () => {
	database = await openTestDatabase();
	door = await openDoor(database.url);
	await database.db
		.insertInto('labs')
		.values({ id: lab, name: 'Raval', place: null, address: '', made_at: new Date() })
		.execute();
});
afterAll(async () => {
	await door.close();
	await database.close();
});
beforeEach(() => {
	session = newId();
});

async function send(...submissions: object[]): Promise<string[]> {
	const response = await fetch(`${door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions })
	});
	const { results } = (await response.json()) as { results: { result: string }[] };
	return results.map(({ result }) => result);
}

const common = () => ({
	id: newId(),
	schema: 1 as const,
	madeAt: '2026-03-01T10:00:00Z',
	lang: 'es'
});

function held(given: Partial<EnvelopeOf<'session'>> = {}): EnvelopeOf<'session'> {
	return {
		...common(),
		kind: 'session',
		lab,
		session,
		media: [],
		body: {
			startedAt: '2026-03-01T10:00:00Z',
			endsAt: '2026-03-01T12:00:00Z',
			modules: ['scam-messages'],
			languages: ['es']
		},
		...given
	};
}

function here(person: string, sameAs?: string): EnvelopeOf<'attendance'> {
	const joinedAt = '2026-03-01T10:05:00Z';
	return {
		...common(),
		kind: 'attendance',
		lab,
		session,
		person,
		media: [],
		body: { joinedAt, ...(sameAs && { sameAs }) }
	};
}

const person = () => randomBytes(12).toString('base64url');
const people = (many: number) => Array.from({ length: many }, person).sort();
const counted = async () =>
	(await listHeldSessions(database.db, 100)).find(({ id }) => id === session);
const pairs = async () =>
	(await database.db.selectFrom('attendance').selectAll().where('session', '=', session).execute())
		.length;

describe('A session that was held', () => {
	it('counts whoever took part, also those who came before it arrived', async () => {
		await send(...people(6).map((each) => here(each)));
		expect(await counted()).toBeUndefined();
		expect(await send(held())).toEqual(['accepted']);
		expect(await counted()).toMatchObject({ lab: 'Raval', people: 5, modules: ['scam-messages'] });
		await send(...people(4).map((each) => here(each)));
		expect(await counted()).toMatchObject({ people: 10 });
	});

	it('counts each person once: her phone and two trainers tell it, each twice', async () => {
		const all = people(5);
		const told = [held(), held(), ...all, ...all, ...all].map((each) =>
			typeof each === 'string' ? here(each) : each
		);
		expect(new Set(await send(...told))).toEqual(new Set(['accepted']));
		expect(new Set(await send(...told.reverse()))).toEqual(new Set(['duplicate']));
		expect(await pairs()).toBe(5);
		expect(await counted()).toMatchObject({ people: 5 });
	});

	it('shows no number under five', async () => {
		await send(held(), ...people(4).map((each) => here(each)));
		expect(await counted()).toMatchObject({ people: null });
	});

	it('counts a person with two devices once, whichever word comes first', async () => {
		const [first = '', second = '', ...others] = people(6);
		await send(here(second, first), held());
		await send(...[first, second, ...others].map((each) => here(each)));
		expect(await pairs()).toBe(6);
		const same = await database.db
			.selectFrom('attendance')
			.select(['person', 'same_as'])
			.where('same_as', 'is not', null)
			.where('session', '=', session)
			.execute();
		expect(same).toEqual([{ person: second, same_as: first }]);
		// nobody counts for somebody who counts for nobody
		await send(here(first, second));
		expect(await counted()).toMatchObject({ people: 5 });
	});

	it('at a lab that the city does not know is kept and not counted', async () => {
		expect(await send(held({ lab: newId() }), here(person()))).toEqual(['accepted', 'accepted']);
		expect(await counted()).toBeUndefined();
		expect(await pairs()).toBe(1);
	});

	it('with another body under the same id is a conflict, and the first stays', async () => {
		const told = held();
		const other = { ...told, body: { ...told.body, modules: [] } };
		expect(await send(told, other)).toEqual(['accepted', 'conflict']);
		expect(await counted()).toMatchObject({ modules: ['scam-messages'] });
	});

	it('that nobody can read is refused alone', async () => {
		const broken = [
			{ ...held(), session: 'Martes' },
			{ ...here(person()), person: 'Ana' }
		];
		expect(await send(...broken, here(person()))).toEqual(['rejected', 'rejected', 'accepted']);
	});

	it('stays with the needs and the progress that were told in it, and with no nickname', async () => {
		const of = { lab, session, person: person() };
		const need = aNeed('Falta wifi', of);
		const step = { ...aStep(), ...of };
		expect(await send(need, step)).toEqual(['accepted', 'accepted']);
		const told = await database.db
			.selectFrom('needs')
			.select('session')
			.where('id', '=', need.id)
			.execute();
		const learnt = await database.db
			.selectFrom('progress')
			.select('session')
			.where('id', '=', step.id)
			.execute();
		expect([...told, ...learnt]).toEqual([{ session }, { session }]);
	});
});
