/** What people put first: one device once, unknown, within the rules; what comes is kept, and what breaks them counts for nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPriorities } from '../../src/lib/server/priorities.ts';
import { openPrioritising } from '../../src/lib/server/prioritisings.ts';
import {
	askedPrioritising,
	chosen,
	publishedPrioritising,
	sendChosen
} from './asked-priorities.ts';
import { secret } from './asked-rounds.ts';
import { newId } from './invented.ts';
import { city, openJoins, staff } from './joined-needs.ts';

openJoins();

const kept = (prioritising: string) => readPriorities(city.db, prioritising);

describe('a device', () => {
	it('is its last word, by whatever way and in whatever order it comes', async () => {
		const [id, mine] = [newId(), secret()];
		const [first, second, third] = [
			chosen(id, mine, { t1: 5 }, 1_000),
			chosen(id, mine, { t2: 5 }, 2_000),
			chosen(id, mine, { t1: 2, t3: 3 }, 3_000)
		];
		const { results } = await sendChosen(first, third);
		expect(results.map(({ result }) => result)).toEqual(['accepted', 'accepted']);
		// the one of between comes late, carried by somebody; what came already comes again
		await sendChosen(second);
		expect((await sendChosen(third)).results[0]?.result).toBe('duplicate');
		expect(await kept(id)).toEqual([{ t1: 2, t3: 3 }]);
	});

	it('is its last word, for any words in any order', async () => {
		const word = fc.record({
			who: fc.nat(1),
			at: fc.nat(9),
			choice: fc.dictionary(fc.constantFrom('t1', 't2'), fc.integer({ min: 1, max: 5 }), {
				noNullPrototype: true
			})
		});
		await fc.assert(
			fc.asyncProperty(fc.array(word, { maxLength: 10 }), async (said) => {
				const id = newId();
				const secrets = [secret(), secret()];
				const all = said.map(({ who, choice, at }) => chosen(id, secrets[who] ?? '', choice, at));
				for (const each of all) await sendChosen(each);
				const once = await kept(id);
				await city.db.deleteFrom('priorities').where('prioritising', '=', id).execute();
				// under new ids, because the city knows those
				await sendChosen(...all.toReversed().map((each) => ({ ...each, id: newId() })));
				const order = (list: typeof once) => list.map((each) => JSON.stringify(each)).sort();
				expect(order(await kept(id))).toEqual(order(once));
				expect(once).toHaveLength(new Set(said.map(({ who }) => who)).size);
			}),
			{ numRuns: 15 }
		);
	});

	it('leaves no envelope, and no way to know it', async () => {
		const [id, mine] = [newId(), secret()];
		const said = chosen(id, mine, { t1: 1 });
		await sendChosen(said);
		const row = city.db.selectFrom('submissions').select(['envelope', 'watch_hash']);
		const stored = await row.where('id', '=', said.id).executeTakeFirst();
		expect(stored).toEqual({ envelope: null, watch_hash: null });
		expect(chosen(newId(), mine, {}).body.token).not.toBe(said.body.token);
	});

	it('that chose nothing any more is none of the people', async () => {
		const id = await askedPrioritising('points', 5);
		const five = Array.from({ length: 5 }, secret);
		await sendChosen(...five.map((by) => chosen(id, by, { t1: 5 }, 1_000)));
		expect((await publishedPrioritising(id)).results?.people).toBe(5);
		await sendChosen(chosen(id, five[0] ?? '', {}, 2_000));
		expect((await publishedPrioritising(id)).results).toBeNull();
	});
});

describe('what everybody reads', () => {
	it('is how many points each thing got, and nothing under five people', async () => {
		const id = await askedPrioritising('points', 5);
		await sendChosen(
			...Array.from({ length: 6 }, () => chosen(id, secret(), { t2: 4, t1: 1 })),
			...Array.from({ length: 4 }, () => chosen(id, secret(), { t3: 5 }))
		);
		const { results, things } = await publishedPrioritising(id);
		expect(things.map(({ texts }) => texts.es)).toEqual(['Cosa 1', 'Cosa 2', 'Cosa 3']);
		expect(results).toEqual({
			people: 10,
			things: [
				{ id: 't2', people: 5, points: 20, fits: null },
				{ id: 't1', people: 5, points: 5, fits: null },
				{ id: 't3', people: null, points: null, fits: null }
			]
		});
	});

	it('is what there is money for, the most wanted first', async () => {
		const id = await askedPrioritising('budget', 100, [60, 50, 40]);
		await sendChosen(
			...Array.from({ length: 15 }, () => chosen(id, secret(), { t1: 1, t3: 1 })),
			...Array.from({ length: 10 }, () => chosen(id, secret(), { t2: 1 }))
		);
		expect((await publishedPrioritising(id)).results?.things).toEqual([
			{ id: 't3', people: 15, points: null, fits: true },
			{ id: 't1', people: 15, points: null, fits: true },
			{ id: 't2', people: 10, points: null, fits: false }
		]);
	});

	it.each([
		['more points than there are', 'points', { t1: 4, t2: 2 }],
		['a thing that there is not', 'points', { t9: 1 }],
		['more than the sum', 'budget', { t1: 1, t2: 1 }],
		['one thing twice', 'budget', { t2: 2 }]
	] as const)(
		'counts nothing of a choice with %s, which the city keeps',
		async (_, way, broken) => {
			const id = await askedPrioritising(way, way === 'points' ? 5 : 100, [60, 50, 10]);
			const bad = chosen(id, secret(), broken);
			const good = Array.from({ length: 5 }, () => chosen(id, secret(), { t3: 1 }));
			const { results } = await sendChosen(bad, ...good);
			expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['accepted']));
			expect(await kept(id)).toHaveLength(6);
			const { results: shown } = await publishedPrioritising(id);
			expect([shown?.people, shown?.things[0]?.id, shown?.things[1]?.people]).toEqual([
				5,
				't3',
				null
			]);
		}
	);

	it('counts also what comes after its end, because a phone without internet could not know', async () => {
		const id = await askedPrioritising('points', 5);
		await openPrioritising(city.db, { id, revision: 3 }, false, staff);
		await sendChosen(...Array.from({ length: 5 }, () => chosen(id, secret(), { t1: 5 })));
		expect(await publishedPrioritising(id)).toMatchObject({
			isClosed: true,
			results: { people: 5 }
		});
	});
});

it.each([
	['a word for a number', { choice: { t1: 'all' } }],
	['fewer than no points', { choice: { t1: -3 } }],
	['too many points', { choice: { t1: 21 } }],
	[
		'eleven things',
		{ choice: Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`t${at}`, 1])) }
	],
	['no token', { token: 'short' }],
	['a name', { person: 'Hortensia' }]
])('a choice with %s is refused by itself, and nothing of it is kept', async (_, wrong) => {
	const id = newId();
	const good = chosen(id, secret(), { t1: 1 });
	const bad = { ...good, id: newId(), body: { ...good.body, ...wrong } } as never;
	const { results } = await sendChosen(bad, good);
	expect(results.map(({ result }) => result)).toEqual(['rejected', 'accepted']);
	expect(await kept(id)).toEqual([{ t1: 1 }]);
});
