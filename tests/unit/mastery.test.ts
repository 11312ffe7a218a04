/** What somebody can do by now: nothing is taken away, and what keeps one safe has to go well on two days. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeSeconds, longestGap } from '../../src/lib/domain/active-time.ts';
import {
	isDueAgain,
	leastOf,
	masteries,
	masteryIn,
	masteryOf,
	type MasteryRule,
	type Try
} from '../../src/lib/domain/mastery.ts';

const facts = {
	alone: { misses: 0, hints: 0, dontKnow: 0, result: 'reached' },
	missed: { misses: 2, hints: 0, dontKnow: 0, result: 'reached' },
	shown: { misses: 2, hints: 1, dontKnow: 0, result: 'reached' },
	asked: { misses: 0, hints: 0, dontKnow: 1, result: 'reached' },
	left: { misses: 1, hints: 0, dontKnow: 0, result: 'left' }
} as const;

/** "alone 1, shown 2": how each try went, and the day of the month. */
function tries(rule: MasteryRule, told: string): Try[] {
	return told.split(', ').flatMap((each) => {
		const [how, day] = each.split(' ') as [keyof typeof facts | '', string];
		if (how === '') return [];
		return { ...facts[how], seconds: 30, rule, day: `2026-11-${day.padStart(2, '0')}` };
	});
}

describe('a task', () => {
	it.each([
		['', 'none'],
		['left 1', 'none'],
		['shown 1', 'helped'],
		['asked 1', 'helped'],
		['alone 1', 'alone'],
		['missed 1', 'alone'],
		['shown 1, alone 1', 'alone'],
		['alone 1, shown 2', 'alone']
	])('with the tries "%s" is %s', (told, mastery) => {
		expect(masteryOf(tries('task', told))).toBe(mastery);
	});
});

describe('what keeps one safe', () => {
	it.each([
		['', 'none'],
		['left 1', 'none'],
		['missed 1', 'helped'],
		['shown 1', 'helped'],
		['alone 1', 'again'],
		['alone 1, alone 1, alone 1', 'again'],
		['alone 1, alone 1, alone 2', 'alone'],
		['alone 1, missed 1, alone 1, alone 2', 'alone'],
		['alone 1, missed 1, missed 2, alone 2, alone 2', 'again'],
		['missed 1, missed 1, alone 1, alone 2, alone 2', 'alone'],
		['alone 1, left 1, left 2, alone 2, alone 2', 'alone'],
		['alone 1, alone 1, alone 2, missed 3, missed 4', 'alone']
	])('with the tries "%s" is %s', (told, mastery) => {
		expect(masteryOf(tries('safety', told))).toBe(mastery);
	});

	it('is judged by the rule that held at each try', () => {
		const before = tries('task', 'alone 1');
		expect(masteryOf([...before, ...tries('safety', 'missed 2')])).toBe('alone');
	});
});

const anyTry = fc.record({
	misses: fc.nat(3),
	hints: fc.nat(2),
	dontKnow: fc.nat(1),
	seconds: fc.nat(100),
	result: fc.constantFrom('reached' as const, 'left' as const),
	rule: fc.constantFrom('task' as const, 'safety' as const),
	day: fc.integer({ min: 10, max: 28 }).map((day) => `2026-11-${day}`)
});

it('one more try never takes anything away', () => {
	fc.assert(
		fc.property(fc.array(anyTry, { maxLength: 12 }), anyTry, (before, one) => {
			const rank = (list: Try[]) => masteries.indexOf(masteryOf(list));
			expect(rank([...before, one])).toBeGreaterThanOrEqual(rank(before));
		})
	);
});

it('a lesson is as far as its skill that is least far', () => {
	const alone = tries('task', 'alone 1');
	expect(masteryIn(['one', 'two'], { one: alone })).toBe('none');
	expect(masteryIn(['one', 'two'], { one: alone, two: tries('task', 'shown 1') })).toBe('helped');
	expect(masteryIn(['one', 'two'], { one: alone, two: alone })).toBe('alone');
	expect(masteryIn([], {})).toBe('none');
	expect(leastOf(['alone', 'again'])).toBe('again');
});

describe('doing it once more', () => {
	it.each([
		['', '30', false],
		['left 1', '30', false],
		['shown 1', '1', false],
		['shown 1', '2', true],
		['alone 1', '2', true],
		['alone 1, alone 2', '4', false],
		['alone 1, alone 2', '5', true],
		['alone 1, alone 2, alone 5', '11', false],
		['alone 1, alone 2, alone 5', '12', true]
	])('after "%s" is offered on day %s: %s', (told, day, isDue) => {
		expect(isDueAgain(tries('task', told), `2026-11-${day.padStart(2, '0')}`)).toBe(isDue);
	});

	it('is not offered because the clock went back', () => {
		expect(isDueAgain(tries('task', 'alone 20'), '2026-11-02')).toBe(false);
	});
});

describe('active time', () => {
	it('leaves breaks of more than 50 seconds out', () => {
		expect(activeSeconds([0, 10_000, 10_000 + longestGap])).toBe(60);
		expect(activeSeconds([0, 10_000, 10_001 + longestGap, 80_001])).toBe(30);
		expect(activeSeconds([5])).toBe(0);
		expect(activeSeconds([])).toBe(0);
	});

	it('is never more than the time that passed, and never more than a day', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(200_000)), (gaps) => {
				let at = 0;
				const touches = gaps.map((gap) => (at += gap));
				const seconds = activeSeconds(touches);
				expect(seconds).toBeGreaterThanOrEqual(0);
				expect(seconds).toBeLessThanOrEqual(Math.ceil(at / 1000));
			})
		);
		expect(activeSeconds(Array.from({ length: 3000 }, (_, n) => n * 40_000))).toBe(86_400);
	});
});
