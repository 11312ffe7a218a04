/** How sure people felt: one answer for each person and moment, told in any order, and shown only as counts of five or more. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Level, Moment } from '../../src/lib/domain/confidence.ts';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { listConfidence } from '../../src/lib/server/confidence.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { newId } from './invented.ts';

const [lab, session] = [newId(), newId()];
let database: TestDatabase;
let door: Door;

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
	...{ id: newId(), schema: 1 as const, madeAt: '2026-03-01T10:00:00Z', lang: 'es', lab, session },
	media: [] satisfies never[]
});
const people = Array.from({ length: 12 }, () => randomBytes(12).toString('base64url')).sort();
const says = (
	person: number,
	moment: Moment,
	level: Level,
	of = session
): EnvelopeOf<'confidence'> => ({
	...common(),
	...{ kind: 'confidence', session: of, person: people[person] ?? '', body: { moment, level } }
});
const secondDevice = (person: number, of: number): EnvelopeOf<'attendance'> => ({
	...common(),
	...{ kind: 'attendance', person: people[person] ?? '' },
	body: { joinedAt: '2026-03-01T10:00:00Z', sameAs: people[of] ?? '' }
});

it('keeps what each person says first, counts nobody twice, and shows no count under five', async () => {
	const before = [0, 1, 2, 3, 4, 5].map((person) => says(person, 'before', 1));
	const after = [0, 1, 2, 3].map((person) => says(person, 'after', 3));
	expect(await send(...before, ...after)).toEqual(Array(10).fill('accepted'));
	// somebody changes her mind, and her other device says it too
	expect(await send(says(0, 'before', 3), ...before.slice(0, 1))).toEqual([
		'accepted',
		'duplicate'
	]);
	expect(await send(says(11, 'after', 3), secondDevice(11, 0))).toHaveLength(2);
	// a session that the city does not know is kept and not counted
	await send(...[6, 7, 8, 9, 10].map((person) => says(person, 'after', 3, newId())));
	expect(await listConfidence(database.db)).toEqual([]);
	const held: EnvelopeOf<'session'> = {
		...common(),
		kind: 'session',
		body: {
			startedAt: '2026-03-01T10:00:00Z',
			endsAt: '2026-03-01T12:00:00Z',
			modules: [],
			languages: ['es']
		}
	};
	await send(held);
	const nobody = { 1: null, 2: null, 3: null };
	expect(await listConfidence(database.db)).toEqual([
		{ labId: lab, lab: 'Raval', counts: { before: { ...nobody, 1: 5 }, after: nobody } }
	]);
	await send(says(4, 'after', 3));
	expect((await listConfidence(database.db))[0]?.counts.after).toEqual({ ...nobody, 3: 5 });
});

it('takes no other level or moment, and none without a session', async () => {
	const answers = [
		{ ...says(0, 'after', 1), body: { moment: 'after', level: 4 } },
		{ ...says(0, 'after', 1), body: { moment: 'during', level: 1 } },
		{ ...says(0, 'after', 1), session: undefined }
	];
	expect(await send(...answers)).toEqual(['rejected', 'rejected', 'rejected']);
});
