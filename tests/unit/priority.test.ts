/** What comes first: nobody has more than everybody has, and the results tell of nobody. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { choiceSchema, mostPoints, type Choice } from '../../src/lib/domain/priority.ts';
import { countChoices, resultsOf } from '../../src/lib/domain/priority-results.ts';
import {
	changedBy,
	isWithin,
	leftOf,
	mayAdd,
	pointsOf,
	type Rules
} from '../../src/lib/domain/priority-rules.ts';

const ids = ['t1', 't2', 't3', 'constructor'];
const byPoints = (amount: number): Rules => ({
	...{ way: 'points', amount },
	things: ids.map((id) => ({ id, cost: null }))
});
const byBudget = (amount: number, costs: readonly number[]): Rules => ({
	...{ way: 'budget', amount },
	things: ids.map((id, at) => ({ id, cost: costs[at] ?? 1 }))
});
const anyRules = fc.oneof(
	fc.integer({ min: 1, max: mostPoints }).map(byPoints),
	fc
		.tuple(fc.integer({ min: 1, max: 1_000 }), fc.array(fc.integer({ min: 1, max: 900 })))
		.map(([amount, costs]) => byBudget(amount, costs))
);
/** Also what no phone of Plaza sends: too much, and things that there are not. */
const anyChoice: fc.Arbitrary<Choice> = fc.dictionary(
	fc.constantFrom(...ids, 'other'),
	fc.integer({ min: 1, max: mostPoints }),
	{ noNullPrototype: true }
);
const spent = (rules: Rules, choice: Choice) =>
	Object.entries(choice).reduce((sum, [thing, points]) => {
		const cost = rules.things.find(({ id }) => id === thing)?.cost;
		return sum + points * (cost ?? 1);
	}, 0);

describe('a choice', () => {
	it('never has more points than there are, and never costs more than the sum, whatever is tapped', () => {
		const taps = fc.array(
			fc.tuple(fc.constantFrom(...ids), fc.constantFrom(1 as const, -1 as const))
		);
		fc.assert(
			fc.property(anyRules, taps, (rules, all) => {
				let choice: Choice = {};
				for (const [thing, by] of all) {
					if (by === 1 && !mayAdd(rules, choice, thing)) continue;
					choice = changedBy(choice, thing, by);
					expect(spent(rules, choice)).toBeLessThanOrEqual(rules.amount);
					expect(leftOf(rules, choice)).toBe(rules.amount - spent(rules, choice));
					expect(isWithin(rules, choice)).toBe(true);
					expect(v.is(choiceSchema, choice)).toBe(true);
				}
			})
		);
	});

	it('that was added to is as before once it is taken back', () => {
		fc.assert(
			fc.property(anyChoice, fc.constantFrom(...ids), (choice, thing) => {
				const more = changedBy(choice, thing, 1);
				expect(pointsOf(more, thing)).toBe(pointsOf(choice, thing) + 1);
				expect(changedBy(more, thing, -1)).toEqual(choice);
			})
		);
	});

	it.each([
		['more points than there are', byPoints(3), { t1: 2, t2: 2 }],
		['a thing that there is not', byPoints(3), { other: 1 }],
		['more than the sum', byBudget(100, [60, 50]), { t1: 1, t2: 1 }],
		['one thing twice', byBudget(100, [20, 50]), { t1: 2 }]
	])('with %s breaks the rules', (_, rules, choice) => {
		expect(isWithin(rules, choice)).toBe(false);
	});
});

describe('the results', () => {
	it('never count beyond the rules', () => {
		fc.assert(
			fc.property(anyRules, fc.array(anyChoice), (rules, choices) => {
				const { people, things } = countChoices(rules, choices);
				const good = choices.filter(
					(choice) => isWithin(rules, choice) && Object.keys(choice).length > 0
				);
				expect(people).toBe(good.length);
				const points = things.reduce((sum, each) => sum + each.points, 0);
				if (rules.way === 'points') expect(points).toBeLessThanOrEqual(people * rules.amount);
				for (const each of things) expect(each.people).toBeLessThanOrEqual(people);
				const results = resultsOf(rules, { people, things });
				const costs = new Map(rules.things.map(({ id, cost }) => [id, cost ?? 0]));
				const fitting = (results?.things ?? []).filter(({ fits }) => fits);
				const money = fitting.reduce((sum, { id }) => sum + (costs.get(id) ?? 0), 0);
				if (rules.way === 'budget') expect(money).toBeLessThanOrEqual(rules.amount);
			})
		);
	});

	it('show no number under five and round the others down, each by itself', () => {
		fc.assert(
			fc.property(anyRules, fc.array(anyChoice, { maxLength: 40 }), (rules, choices) => {
				const counts = countChoices(rules, choices);
				const results = resultsOf(rules, counts);
				expect(results === null).toBe(counts.people < 5);
				for (const { id, people, points } of results?.things ?? []) {
					const really = counts.things.find((each) => each.id === id)?.people ?? 0;
					expect(people === null).toBe(really < 5);
					if (people === null) expect(points).toBeNull();
					for (const shown of [people, points]) if (shown !== null) expect(shown % 5).toBe(0);
				}
			})
		);
	});

	it('put what most people want first, and take what the money is enough for', () => {
		const rules = byBudget(100, [60, 50, 40]);
		const counts = {
			people: 30,
			things: [
				{ id: 't1', people: 20, points: 20 },
				{ id: 't2', people: 15, points: 15 },
				{ id: 't3', people: 10, points: 10 },
				{ id: 'constructor', people: 4, points: 4 }
			]
		};
		expect(resultsOf(rules, counts)?.things).toEqual([
			{ id: 't1', people: 20, points: null, fits: true },
			{ id: 't2', people: 15, points: null, fits: false },
			{ id: 't3', people: 10, points: null, fits: true },
			{ id: 'constructor', people: null, points: null, fits: false }
		]);
	});

	it('tell by their order no more than by their numbers: of two alike the cheaper is first', () => {
		const rules = byBudget(100, [60, 50]);
		const things = [
			{ id: 't1', people: 9, points: 9 },
			{ id: 't2', people: 5, points: 5 }
		];
		const shown = resultsOf(rules, { people: 9, things })?.things.map(({ id }) => id);
		expect(shown).toEqual(['t2', 't1']);
	});
});
