/** A pretend booking page: judged by what was reached, whatever the way. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isPractised } from '../../src/lib/domain/practice.ts';
import {
	bookingProblems,
	bookingSchema,
	isTaken,
	openBooking
} from '../../src/lib/domain/practice-booking.ts';
import type { BookingState } from '../../src/lib/domain/practice-booking.ts';
import { page, booking, reached } from './practice-booking-invented.ts';

describe('a pretend booking page', () => {
	const cases: [name: string, state: Partial<BookingState>, problems: unknown[]][] = [
		['reached', {}, []],
		['no service yet', { service: undefined }, [{ part: 'service', problem: 'missing' }]],
		['another service', { service: 'home' }, [{ part: 'service', problem: 'other' }]],
		['a taken hour', { hour: '10:30' }, [{ part: 'hour', problem: 'taken' }]],
		[
			'the taken hour of another day',
			{ day: 'monday' },
			[
				{ part: 'day', problem: 'other' },
				{ part: 'hour', problem: 'taken' }
			]
		],
		['an hour that is not there', { hour: '23:00' }, [{ part: 'hour', problem: 'other' }]],
		[
			'no name',
			{ fields: { document: '482715' } },
			[{ part: 'field', field: 'name', problem: 'missing' }]
		],
		[
			'only spaces',
			{ fields: { name: '  ', document: '482715' } },
			[{ part: 'field', field: 'name', problem: 'missing' }]
		],
		[
			'a digit less',
			{ fields: { name: 'zoe امل', document: '48271' } },
			[{ part: 'field', field: 'document', problem: 'other' }]
		],
		[
			'small letters, no accents, Arabic digits',
			{ fields: { name: 'ZOE امل', document: '٤٨٢٧١٥' } },
			[]
		]
	];
	for (const [name, change, problems] of cases) {
		it(`is judged by the state reached: ${name}`, () => {
			expect(bookingProblems(booking, { ...reached, ...change })).toEqual(problems);
		});
	}

	it('is practised only when it is booked as asked', () => {
		expect(isPractised(booking, reached)).toBe(true);
		expect(isPractised(booking, { ...reached, confirmed: false })).toBe(false);
		expect(isPractised(booking, { ...reached, day: 'monday' })).toBe(false);
	});

	it('opens empty, or with the appointment that is to be changed', () => {
		expect(openBooking(booking)).toEqual({ type: 'booking', fields: {}, confirmed: false });
		const booked = { service: 'card', day: 'monday', hour: '10:30' };
		const change = v.parse(bookingSchema, { ...page, booked });
		expect(openBooking(change)).toMatchObject(booked);
		expect(isPractised(change, openBooking(change))).toBe(false);
	});

	it('knows which hours other people have', () => {
		expect(isTaken(booking, 'monday', '9:00')).toBe(true);
		expect(isTaken(booking, 'tuesday', '9:00')).toBe(false);
		expect(isTaken(booking, undefined, '9:00')).toBe(false);
	});

	const impossible: [name: string, change: object][] = [
		['a goal whose hour is taken', { goal: { ...page.goal, hour: '10:30' } }],
		['a goal that is not on the page', { goal: { ...page.goal, day: 'sunday' } }],
		['a booked hour that is not on the page', { booked: { ...page.goal, hour: '23:00' } }],
		['nothing to change', { booked: page.goal }],
		['two days with one id', { days: [page.days[0], page.days[0], page.days[1]] }],
		[
			'a value that nobody can type',
			{ fields: [{ id: 'name', name: 'Name', value: '...', keys: 'letters' }] }
		]
	];
	for (const [name, change] of impossible) {
		it(`cannot be written with ${name}`, () => {
			expect(v.is(bookingSchema, { ...page, ...change })).toBe(false);
		});
	}
});
