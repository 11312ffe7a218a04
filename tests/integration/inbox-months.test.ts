/** Long lists of a large city are found month by month: what they show is what a reading of all needs gives. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ages, usualFilter, type InboxFilter } from '../../src/lib/domain/inbox-filter.ts';
import { countedTo } from '../../src/lib/domain/inbox.ts';
import { byFacets } from '../../src/lib/server/inbox-condition.ts';
import { pageLength, readInbox } from '../../src/lib/server/inbox.ts';
import { fillNeeds } from '../bench/needs.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

const now = new Date();
let city: TestDatabase;

beforeAll(async () => {
	city = await openTestDatabase();
	await fillNeeds(city.db, 20_000, { texts: undefined, now });
}, 60_000);
afterAll(() => city.close());

const maybe = <T>(...list: T[]) => fc.constantFrom(null, null, ...list);

/** Parts of which there are so many that together they are often more than a page counts. */
const anyLongList: fc.Arbitrary<InboxFilter> = fc.record({
	...Object.fromEntries(
		Object.entries(usualFilter).map(([part, value]) => [part, fc.constant(value)])
	),
	state: fc.constantFrom('open', 'all', 'all', 'answered'),
	topic: maybe('skills'),
	lang: maybe('es'),
	channel: maybe('phone', 'lab'),
	has: maybe('photo'),
	age: maybe(...ages),
	due: maybe('overdue'),
	q: fc.constantFrom('', '', 'calle', 'bibliotca')
}) as fc.Arbitrary<InboxFilter>;

test('the needs of a long list come in their order, from its beginning, from its middle on, and back', async () => {
	await fc.assert(
		fc.asyncProperty(
			anyLongList,
			fc.double({ min: 0, max: 1, noNaN: true }),
			async (filter, at) => {
				const all = await readIds(filter);
				const asked = { filter, self: 'ana', now };
				const { rows, counts, next } = await readInbox(city.db, asked);
				expect(rows.map(({ id }) => id)).toEqual(all.slice(0, pageLength));
				expect(next !== null).toBe(all.length > pageLength);
				// of one more than is counted it is true that there are more, and also that they are so many
				if (counts.cut.has('total')) expect(all.length).toBeGreaterThan(countedTo);
				expect(counts.total).toBe(counts.cut.has('total') ? countedTo + 1 : all.length);
				const middle = Math.floor(at * all.length);
				const mark = await markOf(all[middle]);
				if (!mark) return;
				const after = await readInbox(city.db, asked, { after: mark });
				expect(after.rows.map(({ id }) => id)).toEqual(
					all.slice(middle + 1, middle + 1 + pageLength)
				);
				const before = await readInbox(city.db, asked, { before: mark });
				expect(before.rows.map(({ id }) => id)).toEqual(
					all.slice(Math.max(0, middle - pageLength), middle)
				);
			}
		),
		{ numRuns: 40 }
	);
}, 120_000);

test('what a promise lies years ahead for is in its list, and found', async () => {
	const [id] = await readIds({ ...usualFilter, state: 'all', channel: 'phone' });
	await city.db
		.updateTable('needs')
		.set({ due_at: new Date(now.getTime() + 9 * 365 * 24 * 60 * 60 * 1000) })
		.where('id', '=', id ?? '')
		.execute();
	const filter: InboxFilter = { ...usualFilter, state: 'all', channel: 'phone', has: 'photo' };
	const { counts } = await readInbox(city.db, { filter, self: 'ana', now });
	expect(counts.total).toBeGreaterThan(countedTo);
	const all = await readIds({ ...filter, has: null });
	expect(all.at(-1)).toBe(id);
	const mark = await markOf(all.at(-2));
	const last = await readInbox(
		city.db,
		{ filter: { ...filter, has: null }, self: 'ana', now },
		{ after: mark ?? '' }
	);
	expect(last.rows.map((row) => row.id)).toEqual([id]);
});

async function readIds(filter: InboxFilter): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select id from needs where ${byFacets({ filter, self: 'ana', now })} order by due_at, id`.execute(
		city.db
	);
	return rows.map(({ id }) => id);
}

async function markOf(id: string | undefined): Promise<string | undefined> {
	const { rows } = await sql<{ mark: string }>`
		select to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' ' || id as mark
		from needs where id = ${id ?? null}`.execute(city.db);
	return rows[0] && Buffer.from(rows[0].mark).toString('base64url');
}
