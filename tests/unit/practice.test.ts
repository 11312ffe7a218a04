import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isPractised, nextMove, practiceSchema } from '../../src/lib/domain/practice.ts';
import { attemptSchema } from '../../src/lib/domain/attempt.ts';
import type { PracticeMove, PracticeState } from '../../src/lib/domain/practice.ts';
import {
	bookingProblems,
	bookingSchema,
	isTaken,
	openBooking
} from '../../src/lib/domain/practice-booking.ts';
import { foldTyped, isTyped } from '../../src/lib/domain/practice-facts.ts';
import type { BookingState } from '../../src/lib/domain/practice-booking.ts';
import { emptyInbox, inboxSchema, judgeMessage } from '../../src/lib/domain/practice-inbox.ts';

const message = (id: string, verdict: string) => ({
	id,
	from: 'Somebody',
	picture: 'phone',
	time: '9:12',
	words: 'Hello',
	verdict,
	why: `why ${id}`
});
const inbox = v.parse(inboxSchema, {
	type: 'inbox',
	messages: [message('parcel', 'trap'), message('library', 'safe'), message('bank', 'trap')]
});
const page = {
	type: 'booking',
	office: 'City office',
	services: [
		{ id: 'card', name: 'ID card', picture: 'card' },
		{ id: 'home', name: 'New address', picture: 'home' }
	],
	days: [
		{ id: 'monday', name: 'Monday', hours: [{ at: '9:00', taken: true }, { at: '10:30' }] },
		{ id: 'tuesday', name: 'Tuesday', hours: [{ at: '9:00' }, { at: '10:30', taken: true }] }
	],
	fields: [
		{ id: 'name', name: 'Name', value: 'Zoë أمل', keys: 'letters' },
		{ id: 'document', name: 'Number', value: '4827 15', keys: 'digits' }
	],
	goal: { service: 'card', day: 'tuesday', hour: '9:00' },
	bookingNumber: 'A 27'
};
const booking = v.parse(bookingSchema, page);
const reached: BookingState = {
	type: 'booking',
	service: 'card',
	day: 'tuesday',
	hour: '9:00',
	fields: { name: 'Zoë أمل', document: '4827 15' },
	confirmed: true
};

describe('a pretend inbox', () => {
	it('says whether a verdict fits, and why', () => {
		expect(judgeMessage(inbox, 'parcel', 'trap')).toEqual({ fits: true, why: 'why parcel' });
		expect(judgeMessage(inbox, 'parcel', 'safe')).toEqual({ fits: false, why: 'why parcel' });
		expect(judgeMessage(inbox, 'library', 'safe')?.fits).toBe(true);
		expect(judgeMessage(inbox, 'nothing', 'safe')).toBeUndefined();
	});

	it('is practised when the last verdict on every message fits, whatever came before', () => {
		const verdicts = { parcel: 'trap', library: 'safe', bank: 'trap' } as const;
		expect(isPractised(inbox, { type: 'inbox', verdicts })).toBe(true);
		expect(isPractised(inbox, { type: 'inbox', verdicts: { ...verdicts, library: 'trap' } })).toBe(
			false
		);
		expect(isPractised(inbox, emptyInbox)).toBe(false);
	});

	it('holds genuine messages among the scams, each with its own id', () => {
		const only = inbox.messages.map((one) => ({ ...one, verdict: 'trap' }));
		expect(v.is(inboxSchema, { type: 'inbox', messages: only })).toBe(false);
		const twins = [...inbox.messages, message('parcel', 'safe')];
		expect(v.is(inboxSchema, { type: 'inbox', messages: twins })).toBe(false);
	});
});

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

describe('"Show me"', () => {
	const verdict = fc.constantFrom('trap' as const, 'safe' as const);
	const choice = fc.option(
		fc.constantFrom('card', 'home', 'monday', 'tuesday', '9:00', '10:30', ''),
		{
			nil: undefined
		}
	);
	const anyInbox = fc.record({
		type: fc.constant('inbox' as const),
		verdicts: fc.dictionary(fc.constantFrom('parcel', 'library', 'bank', 'other'), verdict)
	});
	const anyBooking = fc.record({
		type: fc.constant('booking' as const),
		service: choice,
		day: choice,
		hour: choice,
		fields: fc.dictionary(fc.constantFrom('name', 'document'), fc.string()),
		confirmed: fc.boolean()
	});

	it('leads from every state to the practised one, and then has nothing more to show', () => {
		const from = fc.oneof(
			anyInbox.map((state) => ({ practice: inbox, state })),
			anyBooking.map((state) => ({ practice: booking, state }))
		);
		fc.assert(
			fc.property(from, ({ practice, state: start }) => {
				let state: PracticeState = start;
				for (let moves = 0; moves < 8; moves += 1) {
					const move = nextMove(practice, state);
					if (!move) break;
					state = follow(state, move);
				}
				expect(isPractised(practice, state)).toBe(true);
				expect(nextMove(practice, state)).toBeUndefined();
			})
		);
	});

	it('has nothing to say about a state of another practice', () => {
		expect(nextMove(inbox, reached)).toBeUndefined();
		expect(isPractised(inbox, reached)).toBe(false);
		expect(isPractised(booking, emptyInbox)).toBe(false);
	});
});

function follow(state: PracticeState, move: PracticeMove): PracticeState {
	if (state.type === 'inbox') {
		if (move.move !== 'judge') return state;
		return { ...state, verdicts: { ...state.verdicts, [move.message]: move.verdict } };
	}
	if (state.type === 'phone') return state;
	if (move.move === 'confirm') return { ...state, confirmed: true };
	if (move.move === 'field')
		return { ...state, fields: { ...state.fields, [move.field]: move.type } };
	return 'choose' in move ? { ...state, [move.move]: move.choose } : state;
}

describe('typed words', () => {
	it('are compared without what a keyboard makes hard', () => {
		const same: [string, string][] = [
			['João', 'joao'],
			['ANA  SOL', 'ana sol'],
			['4827-15', '482715'],
			['٤٨٢٧', '4827'],
			['أمل', 'امل'],
			['فاطمة', 'فاطمه']
		];
		for (const [a, b] of same) expect(foldTyped(a)).toBe(foldTyped(b));
		expect(foldTyped('Ana')).not.toBe(foldTyped('Ada'));
	});

	it('are an address only with its signs', () => {
		expect(isTyped(' Ana@City.example ', 'ana@city.example')).toBe(true);
		expect(isTyped('anacity.example', 'ana@city.example')).toBe(false);
		expect(isTyped('ana@cityexample', 'ana@city.example')).toBe(false);
		expect(isTyped('4827-15', '4827 15')).toBe(true);
	});

	it('stay the same when they are folded twice', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
				expect(foldTyped(foldTyped(typed))).toBe(foldTyped(typed));
			})
		);
	});
});

describe('an attempt', () => {
	const attempt = { misses: 2, hints: 1, seconds: 95, dontKnow: 0 };

	it('is four counts and nothing about the person', () => {
		expect(v.is(attemptSchema, attempt)).toBe(true);
		const others = [
			{ ...attempt, name: 'Rosa' },
			{ ...attempt, misses: -1 },
			{ ...attempt, hints: 1.5 },
			{ ...attempt, seconds: 86_401 },
			{ ...attempt, dontKnow: '1' },
			{ misses: 1 }
		];
		for (const other of others) expect(v.is(attemptSchema, other)).toBe(false);
	});
});

it('a practice of an unknown type is none', () => {
	expect(v.is(practiceSchema, { type: 'bank' })).toBe(false);
});
