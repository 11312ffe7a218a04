/** What the city may show of where people stop: no number under five, and none that can be worked out. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { attemptSchema, outcomeOf, type Attempt } from '../../src/lib/domain/attempt.ts';
import { csvOf } from '../../src/lib/domain/csv.ts';
import {
	byModule,
	byStops,
	figuresOf,
	readLearningFilter,
	stepToldFrom,
	writeLearningFilter,
	type StepFigures,
	type StepTally
} from '../../src/lib/domain/learning.ts';
import { shownCount } from '../../src/lib/domain/small-numbers.ts';

const here = { lesson: 'book-appointment/service-day-hour', step: 'pretend-booking' };

describe('a try', () => {
	const smooth: Attempt = { misses: 0, hints: 0, seconds: 20, dontKnow: 0 };

	it.each([
		[smooth, 'alone'],
		[{ ...smooth, result: 'reached' }, 'alone'],
		[{ ...smooth, misses: 1 }, 'helped'],
		[{ ...smooth, hints: 2, result: 'reached' }, 'helped'],
		[{ ...smooth, dontKnow: 1 }, 'helped'],
		[{ ...smooth, result: 'left' }, 'left'],
		[{ misses: 3, hints: 1, seconds: 80, dontKnow: 1, result: 'left' }, 'left']
	] as [Attempt, string][])('%j ended %s', (attempt, outcome) => {
		expect(v.parse(attemptSchema, attempt)).toEqual(attempt);
		expect(outcomeOf(attempt)).toBe(outcome);
	});

	it('has no third way to end', () => {
		expect(v.is(attemptSchema, { ...smooth, result: 'failed' })).toBe(false);
	});
});

describe('a count', () => {
	it.each([
		[0, null],
		[1, null],
		[4, null],
		[5, 5],
		[9, 5],
		[10, 10],
		[1_234_567, 1_234_565]
	])('of %i is shown as %s', (count, shown) => {
		expect(shownCount(count)).toBe(shown);
	});

	it('is hidden under five, else at most four more than what is shown', () => {
		fc.assert(
			fc.property(fc.nat(), (count) => {
				const shown = shownCount(count);
				if (count < 5) expect(shown).toBeNull();
				else expect(count - (shown ?? NaN)).toBeOneOf([0, 1, 2, 3, 4]);
			})
		);
	});
});

describe('the numbers of a step', () => {
	const counts = ['tries', 'stopped', 'helped', 'left', 'alone'] as const;
	/** Everything that may have happened up to 24 (whole fives, so nothing is cut at the edge), by what is shown of it. */
	const worlds = new Map<string, Record<(typeof counts)[number], number>[]>();
	for (let alone = 0; alone < 25; alone++) {
		for (let helped = 0; helped < 25; helped++) {
			for (let left = 0; left < 25; left++) {
				const stopped = helped + left;
				const world = { tries: alone + stopped, stopped, helped, left, alone };
				const shown = JSON.stringify(figuresOf({ ...here, alone, helped, left, seconds: 61 }));
				worlds.set(shown, [...(worlds.get(shown) ?? []), world]);
			}
		}
	}

	it('are right, and those under five hidden', () => {
		const tally = { alone: 21, helped: 9, left: 4, seconds: 63, needs: 5 };
		expect(figuresOf({ ...here, ...tally })).toEqual({
			...here,
			...{ tries: 30, stopped: 10, helped: 5, left: null, alone: 20, seconds: 65, needs: 5 }
		});
		const few = { tries: null, stopped: null, helped: null, left: null, alone: null };
		expect(figuresOf({ ...here, alone: 4 })).toEqual({
			...here,
			...few,
			seconds: null,
			needs: null
		});
	});

	it('never let one that is hidden be worked out from the others, whoever knows the rule', () => {
		expect(worlds.size).toBeGreaterThan(100);
		for (const [shown, all] of worlds) {
			for (const name of counts) {
				const possible = new Set(all.map((world) => world[name]));
				const wanted = (JSON.parse(shown) as StepFigures)[name] === null ? 3 : 2;
				expect([shown, name, possible.size >= wanted]).toEqual([shown, name, true]);
			}
		}
	});

	it('give no time of fewer than five', () => {
		for (const [alone, helped] of [
			[4, 0],
			[0, 4],
			[2, 2]
		]) {
			expect(
				figuresOf({ ...here, alone, helped, left: 90, seconds: 10 } as StepTally).seconds
			).toBeNull();
		}
	});

	it('for one language and for all never tell of the others by their difference', () => {
		const others = new Map<string, Set<number>>();
		for (let mine = 0; mine < 30; mine++) {
			for (let rest = 0; rest < 30; rest++) {
				const seen = JSON.stringify([shownCount(mine), shownCount(mine + rest), shownCount(rest)]);
				others.set(seen, (others.get(seen) ?? new Set()).add(rest));
			}
		}
		for (const [seen, possible] of others) {
			if (seen.endsWith('null]')) expect([seen, possible.size > 1]).toEqual([seen, true]);
		}
	});
});

describe('the list', () => {
	const step = (lesson: string, tally: Partial<StepTally>) =>
		figuresOf({ lesson, step: 'a', ...tally });

	it('begins where most people stop, in modules', () => {
		const steps = [
			step('one/smooth', { alone: 900 }),
			step('two/some', { helped: 10, left: 10 }),
			step('one/many', { helped: 30, left: 20 }),
			step('two/told', { helped: 20, needs: 7 })
		].sort(byStops);
		expect(
			[...byModule(steps)].map(([module, all]) => [module, all.map(({ lesson }) => lesson)])
		).toEqual([
			['one', ['one/many', 'one/smooth']],
			['two', ['two/told', 'two/some']]
		]);
	});

	it('is not ordered by what is hidden', () => {
		const more = step('b/b', { alone: 20, helped: 8, left: 1, needs: 4 });
		const fewer = step('a/a', { alone: 22, helped: 5, left: 0, needs: 0 });
		expect([more, fewer].sort(byStops).map(({ lesson }) => lesson)).toEqual(['a/a', 'b/b']);
	});

	it('has its filter in the address', () => {
		for (const query of ['', '?module=mail', '?lang=ar&days=30', '?module=mail&lang=es&days=365']) {
			expect(writeLearningFilter(readLearningFilter(new URLSearchParams(query)))).toBe(query);
		}
		const odd = "module=../x'&lang=de&days=31";
		expect(writeLearningFilter(readLearningFilter(new URLSearchParams(odd)))).toBe('');
	});
});

it('a need is told from a step only where it names one: what else stands there may be words', () => {
	expect(stepToldFrom({ from: here })).toEqual(here);
	for (const from of [
		{ ...here, lesson: 'book-appointment' },
		{ ...here, lesson: 'Me llamo Ana / y vivo en' },
		{ ...here, step: 'mi paso' },
		{ ...here, step: '' }
	]) {
		expect(stepToldFrom({ from })).toBeUndefined();
	}
	expect(stepToldFrom({})).toBeUndefined();
});

describe('a table as CSV', () => {
	it('says what the table says, whatever stands in it', () => {
		// what would be a formula gets an apostrophe, behind spaces, marks and ends of a line too: that is the next promise
		const words = fc
			.string({ unit: 'grapheme' })
			.filter((text) => !/(^|[\r\n;\t])[\s"\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r]/u.test(text));
		fc.assert(
			fc.property(fc.array(fc.tuple(words, words, fc.integer()), { minLength: 1 }), (rows) => {
				const read: unknown = parse(csvOf(rows), { bom: true, relax_column_count: true });
				expect(read).toEqual(rows.map((row) => row.map(String)));
			})
		);
		expect(csvOf([['a', null, 0]])).toBe('\ufeffa,,0\r\n');
	});

	it('has no formula in it', () => {
		for (const text of ['=1+1', '+1', '-2', '@sum']) {
			expect(csvOf([[text]])).toContain(`'${text}`);
		}
		expect(csvOf([['\t=1']])).toContain("'\t'=1");
		expect(csvOf([['"+1']])).toContain(`"'+1`);
	});
});
