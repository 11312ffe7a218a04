import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isPractised, nextMove, practiceSchema } from '../../src/lib/domain/practice.ts';
import { attemptSchema } from '../../src/lib/domain/attempt.ts';
import type { PracticeMove, PracticeState } from '../../src/lib/domain/practice.ts';
import { foldTyped, isTyped } from '../../src/lib/domain/practice-facts.ts';
import { emptyInbox, inboxSchema } from '../../src/lib/domain/practice-inbox.ts';
import { booking, reached } from './practice-booking-invented.ts';

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
describe('a pretend inbox', () => {
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
