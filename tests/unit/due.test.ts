import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dueOf, isOverdue, usualDays } from '../../src/lib/domain/due.ts';

const zone = process.env['TZ'];
beforeAll(() => {
	process.env['TZ'] = 'Europe/Madrid';
});
afterAll(() => {
	if (zone === undefined) delete process.env['TZ'];
	else process.env['TZ'] = zone;
});

const receivedAt = new Date('2026-03-01T10:15:00Z');

test('without a promise, an answer is due after the usual days of the city, to the moment', () => {
	expect(usualDays).toBe(30);
	expect(dueOf({ receivedAt, promisedOn: null })).toEqual(new Date('2026-03-31T10:15:00Z'));
	expect(dueOf({ receivedAt, promisedOn: null }, 7)).toEqual(new Date('2026-03-08T10:15:00Z'));
});

test('a promised day is kept until it ends at the city, also where the clock is changed', () => {
	const due = (promisedOn: string) => dueOf({ receivedAt, promisedOn }, 7).toISOString();
	expect(due('2026-03-20')).toBe('2026-03-20T23:00:00.000Z');
	expect(due('2026-03-29')).toBe('2026-03-29T22:00:00.000Z');
	expect(due('2026-12-31')).toBe('2026-12-31T23:00:00.000Z');
});

test.each(['', 'soon', '2026-02-30', '2026-13-01', '2026-00-10', '2026-3-1', '2026-03-01T00:00Z'])(
	'what is no day ("%s") promises nothing',
	(promisedOn) => {
		expect(dueOf({ receivedAt, promisedOn })).toEqual(dueOf({ receivedAt, promisedOn: null }));
	}
);

test('a later promise is never due earlier, and none before the day it names', () => {
	const days = fc.date({
		min: new Date('2020-01-01'),
		max: new Date('2060-01-01'),
		noInvalidDate: true
	});
	const iso = (date: Date) => date.toISOString().slice(0, 10);
	fc.assert(
		fc.property(days, days, (one, other) => {
			const [first, second] = [iso(one), iso(other)].sort() as [string, string];
			const due = (promisedOn: string) => dueOf({ receivedAt, promisedOn });
			expect(due(first) <= due(second)).toBe(true);
			expect(due(first) > new Date(`${first}T00:00:00Z`)).toBe(true);
		})
	);
});

test('only what waits for the city is overdue, from the moment on at which it is due', () => {
	const due = new Date('2026-03-31T10:15:00Z');
	expect(isOverdue(true, due, new Date(due.getTime() - 1))).toBe(false);
	expect(isOverdue(true, due, due)).toBe(true);
	expect(isOverdue(false, due, new Date('2030-01-01'))).toBe(false);
});
