/** A workshop: votes are one set, each person once, whoever took them in whatever order; and its codes say what was meant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vote } from '../../src/lib/domain/consensus.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { idFromBytes } from '../../src/lib/domain/id.ts';
import { mostGroups } from '../../src/lib/domain/workshop.ts';
import {
	countedCasts,
	given,
	mergeCasts,
	readCasts,
	writeCasts,
	type Cast
} from '../../src/lib/domain/workshop/cast.ts';
import { mostDots, resultOfCasts, resultOfHands } from '../../src/lib/domain/workshop/result.ts';
import {
	forgetNeed,
	putTogether,
	takeOut,
	ungrouped,
	type Workshop
} from '../../src/lib/domain/workshop/state.ts';
import { matrixOf } from '../../src/lib/ui/qr.ts';

const session = idFromBytes(new Uint8Array(16).fill(3), 7);
const person = (n: number) => toBase64Url(new Uint8Array(12).fill(n));
const aVote = fc.constantFrom<Vote | null>(1, -1, 0, null);
const dotsOf = (many: number) =>
	fc
		.array(fc.integer({ min: 0, max: many - 1 }), { maxLength: 3 })
		.map((placed) =>
			Array.from({ length: many }, (_, at) => placed.filter((each) => each === at).length)
		);
const aCast = (many: number) =>
	fc.record({
		person: fc.integer({ min: 0, max: 5 }).map(person),
		revision: fc.integer({ min: 1, max: 4 }),
		at: fc.integer({ min: 0, max: 3 }),
		votes: fc.array(aVote, { minLength: many, maxLength: many }),
		dots: dotsOf(many)
	});
const someCasts = fc.array(aCast(3), { maxLength: 12 });

describe('Votes', () => {
	it('come out of their code as they went in', () => {
		const sets = fc.integer({ min: 1, max: mostGroups }).chain((many) =>
			fc.record({
				session: fc.constant(session),
				mark: fc.constant('abcd'),
				own: fc.boolean(),
				casts: fc.array(aCast(many), { minLength: 1, maxLength: 60 })
			})
		);
		fc.assert(
			fc.property(sets, (set) => {
				expect(readCasts(writeCasts(set))).toEqual(set);
			})
		);
	});

	it('have small codes: one person 33 modules a side, forty people one code', () => {
		const cast = {
			revision: 1,
			at: 1_800_000_000,
			votes: Array<Vote>(8).fill(1),
			dots: Array<number>(8).fill(0)
		};
		const code = (people: number) =>
			writeCasts({
				...{ session, mark: 'abcd', own: people === 1 },
				casts: Array.from({ length: people }, (_, n) => ({ ...cast, person: person(n) }))
			});
		expect(matrixOf(code(1)).size).toBeLessThanOrEqual(33);
		expect(code(40).length).toBeLessThan(1200);
		expect(code(60).length).toBeLessThan(2000);
	});

	it('that are torn are none, and nobody has more than three dots', () => {
		const cast = { person: person(1), revision: 1, at: 1, votes: [1, -1] as Vote[], dots: [3, 3] };
		const code = writeCasts({ session, mark: 'abcd', own: true, casts: [cast] });
		expect(readCasts(code)?.casts[0]?.dots).toEqual([3, 0]);
		for (const text of [code.slice(0, -2), 'PLZV1.', 'PLZV1.AAAA', 'PLZA2.AAAA'])
			expect(readCasts(text)).toBeUndefined();
	});

	it('of two trainers are one set, each person once, whoever is asked first and however often', () => {
		fc.assert(
			fc.property(someCasts, someCasts, someCasts, (a, b, c) => {
				const together = mergeCasts(mergeCasts(a, b), c);
				expect(mergeCasts(a, mergeCasts(b, c))).toEqual(together);
				expect(mergeCasts(mergeCasts(c, b), a)).toEqual(together);
				expect(mergeCasts(together, b)).toEqual(together);
				expect(new Set(together.map((each) => each.person)).size).toBe(together.length);
			})
		);
	});

	it('given to one device count as they were given last, and stay so beside another trainer’s older ones', () => {
		const first: Cast = { person: person(1), revision: 1, at: 50, votes: [1], dots: [0] };
		// her phone's clock went back, and she says it to the trainer, not by the phone
		const second = given(first, { ...first, at: 10, votes: [-1] });
		expect(second).toMatchObject({ revision: 2, votes: [-1] });
		expect(mergeCasts([second], [first])).toEqual([second]);
		expect(given(second, second)).toEqual(second);
	});

	it('of one person with two devices count once, the last', () => {
		const one: Cast = { person: person(1), revision: 1, at: 5, votes: [1], dots: [1] };
		const two: Cast = { person: person(2), revision: 1, at: 9, votes: [-1], dots: [0] };
		const counted = countedCasts([one, two], () => person(1));
		expect(counted).toEqual([{ ...two, person: person(1) }]);
	});
});

const said = (id: string) => ({ id, words: `words of ${id}` });
const empty: Workshop = { id: session, needs: ['a', 'b', 'c', 'd'].map(said), groups: [] };

describe('What was said', () => {
	it('is put together by what is chosen, out of any other group, and never lost', () => {
		let workshop = putTogether(empty, ['a', 'b'], 'one');
		workshop = putTogether(workshop, ['b', 'c'], 'two');
		expect(workshop.groups.map(({ needs }) => needs)).toEqual([['a'], ['b', 'c']]);
		expect(ungrouped(workshop).map(({ id }) => id)).toEqual(['d']);
		workshop = putTogether(workshop, ['a'], 'two');
		expect(workshop.groups.map(({ id, needs }) => [id, needs])).toEqual([['two', ['b', 'c', 'a']]]);
		workshop = takeOut(workshop, ['b']);
		expect(ungrouped(workshop).map(({ id }) => id)).toEqual(['b', 'd']);
		expect(forgetNeed(workshop, 'c').groups[0]?.needs).toEqual(['a']);
	});

	it('makes at most eight groups', () => {
		const needs = Array.from({ length: 10 }, (_, at) => said(`n${at}`));
		const workshop = needs.reduce((all, { id }) => putTogether(all, [id], `g${id}`), {
			...empty,
			needs
		});
		expect(workshop.groups).toHaveLength(mostGroups);
		expect(ungrouped(workshop)).toHaveLength(2);
	});
});

describe('The result', () => {
	const workshop: Workshop = {
		...empty,
		groups: [
			{ id: 'w', name: 'Wifi', topic: 'connection', needs: ['a', 'b'] },
			{ id: 'c', name: 'Cita', topic: 'service', needs: ['c'] }
		]
	};
	const cast = (n: number, votes: (Vote | null)[], dots: number[]): Cast => ({
		...{ person: person(n), revision: 1, at: n, votes, dots }
	});

	it('of four votes by codes: what most want first, with its dots, as one group', () => {
		const casts = [
			cast(1, [1, 1], [1, 2]),
			cast(2, [-1, 1], [0, 3]),
			cast(3, [1, 1], [3, 0]),
			cast(4, [0, null], [2, 0])
		];
		const result = resultOfCasts(workshop, casts);
		expect(result).toMatchObject({ way: 'codes', people: 4, opinionGroups: 1 });
		expect(result.groups.map(({ name }) => name)).toEqual(['Cita', 'Wifi']);
		expect(result.groups[0]).toMatchObject({
			yes: 3,
			not: 0,
			neither: 0,
			dots: 5,
			consensus: 4 / 5
		});
		expect(result.groups[1]).toMatchObject({
			yes: 2,
			not: 1,
			neither: 1,
			dots: 6,
			consensus: 3 / 6
		});
		expect(mostDots(result).map(({ name }) => name)).toEqual(['Wifi']);
	});

	it('of hands: counts alone, no opinion groups, no dots', () => {
		const hands = { w: { yes: 3, not: 6, neither: 0 }, c: { yes: 7, not: 1, neither: 2 } };
		const result = resultOfHands({ ...workshop, hands });
		expect(result).toMatchObject({ way: 'hands', people: 10, opinionGroups: 0 });
		expect(result.groups.map(({ name, consensus }) => [name, consensus])).toEqual([
			['Cita', 8 / 12],
			['Wifi', 4 / 11]
		]);
		expect(mostDots(result)).toEqual([]);
	});

	it('before anybody has voted is half of nothing, in the order of the groups’ names', () => {
		const { people, groups } = resultOfCasts(workshop, []);
		expect([people, groups.map(({ consensus }) => consensus)]).toEqual([0, [0.5, 0.5]]);
	});
});
