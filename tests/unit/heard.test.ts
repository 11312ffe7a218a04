/** Who is heard: what may be shown of it, and that nothing which is hidden can be worked out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	heardPeriods,
	heardRows,
	heardStates,
	heardWeeks,
	fixedKeys,
	readHeardFilter,
	weekOf,
	weeksUpTo,
	writeHeardFilter
} from '../../src/lib/domain/heard.ts';
import { lineThrough, spotsOf, stepsFor } from '../../src/lib/domain/line-chart.ts';
import { shownCount } from '../../src/lib/domain/small-numbers.ts';

describe('the period', () => {
	it('has its place in the address; anything else is the usual one', () => {
		for (const query of ['', '?weeks=4', '?weeks=52', '?weeks=all']) {
			expect(writeHeardFilter(readHeardFilter(new URLSearchParams(query)))).toBe(query);
		}
		for (const odd of ['weeks=5', 'weeks=13', 'weeks=-1', "weeks='", 'x=4']) {
			expect(writeHeardFilter(readHeardFilter(new URLSearchParams(odd)))).toBe('');
		}
	});

	it('is whole weeks from Monday on, up to this one', () => {
		expect(weekOf(new Date('2026-11-29T23:59:59Z'))).toBe('2026-11-23');
		expect(weekOf(new Date('2026-11-30T00:00:00Z'))).toBe('2026-11-30');
		expect(weeksUpTo(new Date('2026-01-08T12:00:00Z'), { weeks: 4 })).toEqual([
			...['2025-12-15', '2025-12-22', '2025-12-29', '2026-01-05']
		]);
		expect(weeksUpTo(new Date('2026-01-08T12:00:00Z'), { weeks: null })).toHaveLength(52);
	});
});

it('A list begins with the most, and is not ordered by what is hidden', () => {
	const counts = new Map([
		['a', 1],
		['b', 4],
		['c', 12],
		['d', 300]
	]);
	expect(heardRows(['a', 'b', 'c', 'd', 'e'], counts)).toEqual([
		{ key: 'd', needs: 300 },
		{ key: 'c', needs: 10 },
		...['a', 'b', 'e'].map((key) => ({ key, needs: null }))
	]);
});

/** The lists of one page that are complete, truly counted. */
interface World {
	lists: number[][];
	/** By state; the last two are answers. */
	states: number[];
	told: number[];
	answered: number[];
}
const sum = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0);
const keysOf = (numbers: number[]) => numbers.map((_, index) => String(index).padStart(2, '0'));
const mapOf = (numbers: number[]) =>
	new Map(keysOf(numbers).map((key, index) => [key, numbers[index] ?? 0]));

function shownOf({ lists, states, told, answered }: World): string {
	const rows = [...lists, states].map((list) => heardRows(keysOf(list), mapOf(list)));
	const weeks = heardWeeks(keysOf(told), mapOf(told), mapOf(answered));
	return JSON.stringify([shownCount(sum(told)), rows, weeks]);
}

/** Is it one that can be: the same needs counted in several ways? */
function isSound({ lists, states, told, answered }: World): boolean {
	const all = sum(told);
	return (
		[...lists, states].every((list) => sum(list) === all) &&
		sum(states.slice(-2)) === sum(answered) &&
		[...lists, states, told, answered].flat().every((count) => count >= 0) &&
		told.every((count, week) => count >= (answered[week] ?? 0))
	);
}

/** All that a list becomes when one need more, one less, or one of another kind had come; unseen from outside. */
function unseen(list: number[]): number[][] {
	const steps = [undefined, ...list.keys()];
	const others = steps.flatMap((more) =>
		steps.map((less) =>
			list.map((count, index) => count + Number(index === more) - Number(index === less))
		)
	);
	return others.filter((other) =>
		other.every((count, index) => count >= 0 && shownCount(count) === shownCount(list[index] ?? 0))
	);
}

/** What list number `at` may be too, by what the page shows of all. */
function othersOf(world: World, at: number): number[][] {
	const all = [...world.lists, world.states, world.told, world.answered];
	const firstWith = (list: number[], net: number, fits: (other: number[]) => boolean) =>
		unseen(list).find((other) => sum(other) - sum(list) === net && fits(other));
	return unseen(all[at] ?? []).filter((changed) => {
		const fixed = (index: number, other: number[]) => index !== at || other === changed;
		const choices = (index: number) => (index === at ? [changed] : unseen(all[index] ?? []));
		const [statesAt, toldAt, answeredAt] = [all.length - 3, all.length - 2, all.length - 1];
		return [-1, 0, 1].some((net) => {
			const isFree = world.lists.every((list, index) =>
				index === at ? sum(changed) - sum(list) === net : firstWith(list, net, () => true)
			);
			if (!isFree || shownCount(sum(world.told)) !== shownCount(sum(world.told) + net))
				return false;
			const ofNet = (index: number) =>
				choices(index).filter((other) => sum(other) - sum(all[index] ?? []) === net);
			const states = ofNet(statesAt);
			const told = ofNet(toldAt);
			return choices(answeredAt).some(
				(answered) =>
					fixed(answeredAt, answered) &&
					states.some((some) => sum(some.slice(-2)) === sum(answered)) &&
					told.some((some) => some.every((count, week) => count >= (answered[week] ?? 0)))
			);
		});
	});
}

/** Rows that are shown as hidden and can have one value only. */
function workedOut(world: World): string[] {
	const all = [...world.lists, world.states, world.told, world.answered];
	return all.flatMap((list, at) => {
		const hidden = [...list.keys()].filter((index) => (list[index] ?? 0) < 5);
		if (hidden.length === 0) return [];
		const others = othersOf(world, at);
		return hidden
			.filter((index) => others.every((other) => other[index] === list[index]))
			.map((index) => `list ${at}, row ${index}`);
	});
}

/** Numbers at the edges of what is rounded: those that say most. */
const edge = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(0, 4, 9) },
	{ weight: 1, arbitrary: fc.nat(12) }
);
/** So many numbers, of which the last takes what is left of a sum. */
const summing = (length: number, all: number) =>
	fc.array(edge, { minLength: length - 1, maxLength: length - 1 }).map((numbers) => {
		let left = all;
		const taken = numbers.map((number) => {
			const part = Math.min(number, left);
			left -= part;
			return part;
		});
		return [...taken, left];
	});

function worlds(lengths: number[], weeks: number): fc.Arbitrary<World> {
	return fc
		.array(edge, { minLength: weeks, maxLength: weeks })
		.chain((told) =>
			fc
				.tuple(
					fc.tuple(...lengths.map((length) => summing(length, sum(told)))),
					fc.tuple(...told.map((count) => fc.constantFrom(0, count, Math.min(4, count)))),
					fc.infiniteStream(edge)
				)
				.chain(([lists, answered]) =>
					fc
						.tuple(summing(2, sum(answered)), summing(4, sum(told) - sum(answered)))
						.map(([answers, rest]) => ({ lists, told, answered, states: [...rest, ...answers] }))
				)
		);
}

describe('what is hidden', () => {
	const lengths = [fixedKeys.topic.length, fixedKeys.channel.length];

	it.each(heardPeriods.filter((weeks) => weeks < 50))(
		'never follows from the rest of a page of %i weeks, whoever knows the rule',
		(weeks) => {
			fc.assert(
				fc.property(worlds(lengths, weeks), (world) => {
					expect(isSound(world)).toBe(true);
					expect(workedOut(world)).toEqual([]);
				}),
				{ numRuns: weeks === 4 ? 100 : 10 }
			);
		}
	);

	it('would follow in a list of five rows: such a list must not be', () => {
		const four = [4, 4, 4, 4, 4];
		const other = { lists: [four], states: [20, 0, 0, 0, 0, 0], told: [20, 0, 0, 0] };
		const world = { ...other, answered: [0, 0, 0, 0] };
		expect(workedOut(world)).toContain('list 0, row 0');
		expect(shownOf(world)).not.toBe(shownOf({ ...world, lists: [[9, 3, 4, 4, 0]] }));
		for (const complete of [lengths, heardPeriods, [heardStates.length]].flat()) {
			expect([complete, complete % 5 > 0]).toEqual([complete, true]);
		}
	});
});

describe('the chart of weeks', () => {
	it('has an axis of round steps that holds the most', () => {
		expect(stepsFor(0)).toEqual([0, 5]);
		expect(stepsFor(20)).toEqual([0, 5, 10, 15, 20]);
		fc.assert(
			fc.property(fc.nat(10_000_000), (most) => {
				const steps = stepsFor(most);
				expect(steps.at(-1)).toBeGreaterThanOrEqual(most);
				expect(steps.length).toBeLessThanOrEqual(6);
				expect(steps.every(Number.isInteger)).toBe(true);
			})
		);
	});

	it('breaks its line where nothing is shown, and begins at the right for who reads so', () => {
		const size = { width: 100, height: 50 };
		const spots = spotsOf([10, null, 5], 10, size);
		expect(spots).toEqual([{ x: 0, y: 0 }, null, { x: 100, y: 25 }]);
		expect(lineThrough(spots)).toBe('M0 0M100 25');
		expect(lineThrough(spotsOf([10, 5], 10, size, true))).toBe('M100 0L0 25');
	});
});
