/** How long a trainer's device opens without internet, whatever its clock shows. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainerHolds } from '../../src/lib/domain/trainer.ts';
import { heardFromCity, reckon } from '../../src/lib/domain/trainer-clock.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const year = 365 * day;
const city = Date.parse('2026-11-27T10:00:00Z');

/** The hour that a device reckons, after its clock has shown these, one look each. */
function reckonedAfter(start: number, shown: number[]): number {
	return shown.reduce(reckon, heardFromCity(city, start)).reckoned - city;
}

const lengths = fc.array(fc.integer({ min: 0, max: 5 * day }), { minLength: 1, maxLength: 40 });

describe('The time that a device reckons without internet', () => {
	it('is the city’s, by a clock that is off by any number of years', () => {
		fc.assert(
			fc.property(fc.integer({ min: -20 * year, max: 20 * year }), lengths, (off, steps) => {
				let now = city + off;
				const shown = steps.map((step) => (now += step));
				expect(reckonedAfter(city + off, shown)).toBe(now - city - off);
			})
		);
	});

	it('goes on with every move of the clock, up to a day each, and never back', () => {
		const moves = fc.array(fc.integer({ min: -3 * year, max: 3 * year }), { maxLength: 40 });
		fc.assert(
			fc.property(moves, (steps) => {
				let clock = heardFromCity(city, city);
				for (const step of steps) {
					const next = reckon(clock, clock.seen + step);
					const passed = next.reckoned - clock.reckoned;
					expect(passed).toBeGreaterThanOrEqual(Math.min(Math.abs(step), day));
					expect(passed).toBeLessThanOrEqual(Math.abs(step));
					clock = next;
				}
			})
		);
	});

	it('ends the thirty days of who sets the clock back each evening after at most thirty days', () => {
		const evenings = Array.from({ length: 30 }, () => [city + 10 * hour, city]).flat();
		expect(reckonedAfter(city, evenings)).toBeGreaterThanOrEqual((trainerHolds / day) * 10 * hour);
		const weeks = Array.from({ length: 16 }, () => [city + 14 * day, city]).flat();
		expect(reckonedAfter(city, weeks)).toBeGreaterThan(trainerHolds);
	});

	it('is not lost when an empty battery set the clock to 2010, nor when it is right again', () => {
		const reset = Date.parse('2010-01-01T00:00:00Z');
		const shown = [city + 2 * day, reset, reset + 2 * hour, city + 2 * day + 3 * hour];
		const reckoned = reckonedAfter(city, shown);
		expect(reckoned).toBeGreaterThanOrEqual(2 * day + 3 * hour);
		expect(reckoned).toBeLessThan(5 * day);
		// and from then on it is a clock like any other
		expect(reckonedAfter(city, [...shown, city + 6 * day])).toBe(6 * day);
	});
});
