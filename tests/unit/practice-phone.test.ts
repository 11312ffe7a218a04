import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isPractised, nextMove } from '../../src/lib/domain/practice.ts';
import { phoneMistakes } from '../../src/lib/domain/practice-phone-checks.ts';
import {
	movePhone,
	movesOn,
	openPhone,
	phoneWay,
	visibleBlocks
} from '../../src/lib/domain/practice-phone-moves.ts';
import type { PhoneMove, PhonePractice, PhoneState } from '../../src/lib/domain/practice-phone.ts';
import { phoneSchema } from '../../src/lib/domain/practice-phone.ts';
import { changed, phone } from './practice-phone-invented.ts';

function play(practice: PhonePractice, moves: PhoneMove[]): PhoneState {
	return moves.reduce((state, move) => movePhone(practice, state, move).state, openPhone(practice));
}

function tap(words: string): PhoneMove {
	const block = phone.screens
		.flatMap(({ blocks }) => blocks)
		.find((each) => each.kind === 'tap' && each.words === words);
	if (block?.kind !== 'tap') throw new Error(words);
	return { move: 'tap', block };
}

const type = (words: string): PhoneMove => ({ move: 'type', id: 'hello', words });
const pick = (option: string): PhoneMove => ({ move: 'pick', id: 'photo', option });
const quiet: PhoneMove = { move: 'switch', id: 'quiet' };

describe('a pretend phone', () => {
	it('is practised by the state that is reached, whatever the way', () => {
		const one = [quiet, tap('The school'), type('hello '), pick('form'), tap('Send')];
		const other = [
			tap('The school'),
			pick('cat'),
			pick('form'),
			type('HELLO'),
			{ move: 'back' } as const,
			quiet,
			tap('The school'),
			tap('Send')
		];
		expect(isPractised(phone, play(phone, one))).toBe(true);
		expect(isPractised(phone, play(phone, other))).toBe(true);
	});

	it('is not practised by doing nothing, nor by half', () => {
		expect(isPractised(phone, openPhone(phone))).toBe(false);
		const half = [tap('The school'), type('Hello'), pick('form'), tap('Send')];
		expect(isPractised(phone, play(phone, half))).toBe(false);
	});

	it('says kindly what to look at after a near miss, and changes nothing that was needed', () => {
		const there = play(phone, [tap('The school'), type('Hello'), pick('cat')]);
		const { state, miss } = movePhone(phone, there, tap('Send'));
		expect(miss).toBe('Look at your words and the photo.');
		expect(state).toEqual(there);
		expect(movePhone(phone, openPhone(phone), tap('The prize')).miss).toBe('Look for the school.');
	});

	it('keeps what was typed, also where it is not yet what is asked', () => {
		const state = play(phone, [tap('The school'), type('Helo')]);
		expect(state.typed).toEqual({ hello: 'Helo' });
		expect(visibleBlocks(phone, state).map(({ words }) => words)).toContain('Write: Hello');
	});

	it('lets nothing be done that the open screen does not offer', () => {
		const start = openPhone(phone);
		for (const move of [tap('Send'), type('Hello'), pick('form'), { move: 'back' } as const]) {
			expect(movePhone(phone, start, move).state).toEqual(start);
		}
	});

	it('shows the way from wherever she stands: following it always reaches the goal', () => {
		const moves = fc.array(fc.nat({ max: 20 }), { maxLength: 25 });
		fc.assert(
			fc.property(moves, (choices) => {
				let state = openPhone(phone);
				for (const choice of choices) {
					const offered = movesOn(phone, state);
					const move = offered[choice % offered.length];
					if (move && !isPractised(phone, state)) state = movePhone(phone, state, move).state;
				}
				for (let n = phoneWay(phone, state).length; n > 0; n--) {
					const move = nextMove(phone, state) as PhoneMove;
					const { state: after, miss } = movePhone(phone, state, move);
					expect(miss).toBeUndefined();
					state = after;
				}
				expect(isPractised(phone, state)).toBe(true);
				expect(nextMove(phone, state)).toBeUndefined();
			})
		);
	});

	it('takes the shortest way', () => {
		expect(phoneWay(phone, openPhone(phone))).toHaveLength(5);
	});
});

describe('a mistake in a pretend phone', () => {
	const screen = (copy: PhonePractice, n: number) => copy.screens[n] as PhonePractice['screens'][0];
	const cases: [name: string, change: (copy: PhonePractice) => void, sentence: RegExp][] = [
		['a goal by doing nothing', (copy) => (copy.goal = { sent: 'no' }), /by doing nothing/],
		['a goal by one tap', (copy) => (copy.goal = { quiet: 'yes' }), /one tap reaches the goal/],
		[
			'a goal that nothing makes',
			(copy) => (copy.goal = { paid: 'yes' }),
			/nothing makes "paid" become "yes"/
		],
		[
			'a goal to which no way leads',
			(copy) => {
				const send = screen(copy, 1).blocks[3];
				if (send) send.when = { photo: 'cat' };
			},
			/no way leads to the goal/
		],
		[
			'a screen that is not there',
			(copy) => (screen(copy, 1).back = 'home'),
			/there is no screen "home"/
		],
		[
			'a screen that nobody reaches',
			(copy) => copy.screens.push({ ...screen(copy, 1), id: 'lost' }),
			/no way leads to the screen "lost"/
		],
		[
			'a place without a way out',
			(copy) => {
				delete screen(copy, 1).back;
			},
			/no way leads to the goal/
		],
		[
			'a tap that does nothing',
			(copy) => screen(copy, 0).blocks.push({ kind: 'tap', words: 'Nothing' }),
			/"Nothing" does nothing/
		],
		[
			'needs without words',
			(copy) =>
				screen(copy, 0).blocks.push({
					kind: 'tap',
					words: 'Now',
					needs: { quiet: 'yes' },
					go: 'answer'
				}),
			/"needs" and "else" together/
		],
		[
			'a condition that nothing makes',
			(copy) => screen(copy, 0).blocks.push({ kind: 'text', words: 'So', when: { photo: 'dog' } }),
			/nothing makes "photo" become "dog"/
		],
		[
			'two things with one name',
			(copy) =>
				screen(copy, 0).blocks.push({ kind: 'tap', words: 'The school', miss: 'Look again.' }),
			/two things here are called "The school"/
		],
		[
			'nothing that can be missed',
			(copy) => {
				copy.screens = copy.screens.map((each) => ({
					...each,
					blocks: each.blocks
						.filter(({ words }) => words !== 'The prize')
						.map((block) =>
							block.kind === 'tap' ? { ...block, needs: undefined, else: undefined } : block
						)
				}));
			},
			/name a near miss/
		],
		[
			'a browser without an address',
			(copy) => (screen(copy, 0).app = 'browser'),
			/a browser, and only a browser/
		],
		[
			'too many states',
			(copy) => {
				for (let n = 0; n < 5; n++)
					screen(copy, 1).blocks.push({ kind: 'switch', id: `s${n}`, words: `Switch ${n}` });
				for (let n = 5; n < 10; n++)
					screen(copy, 0).blocks.push({ kind: 'switch', id: `s${n}`, words: `Switch ${n}` });
			},
			/more than 3000 states/
		]
	];

	it.each(cases)('is named before anybody meets it: %s', (_name, change, sentence) => {
		const mistakes = phoneMistakes(changed(change)).map((mistake) => mistake.sentence);
		expect(mistakes.join('\n')).toMatch(sentence);
	});

	it('is not seen where there is none', () => {
		expect(v.is(phoneSchema, phone)).toBe(true);
		expect(phoneMistakes(phone)).toEqual([]);
	});

	it('is named where it stands', () => {
		const lost = changed((copy) => (screen(copy, 1).back = 'home'));
		expect(phoneMistakes(lost)[0]?.path).toEqual(['screens', 1, 'back']);
	});
});
