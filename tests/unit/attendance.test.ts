/** Who takes part is counted once, whoever counts, how often, and in whatever order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	counted,
	freeNickname,
	longestNickname,
	mergeAttendance,
	peopleIn,
	readPersonCode,
	tidyNickname,
	writePersonCode,
	type Attendee
} from '../../src/lib/domain/attendance.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { idFromBytes } from '../../src/lib/domain/id.ts';
import { matrixOf } from '../../src/lib/ui/qr.ts';

const session = idFromBytes(new Uint8Array(16).fill(3), 7);
const person = (n: number) => toBase64Url(new Uint8Array(12).fill(n));
const aPerson = fc.integer({ min: 0, max: 9 }).map(person);
const aList = fc.array(
	fc.record(
		{
			session: fc.constant(session),
			person: aPerson,
			at: fc.nat(1000),
			nickname: fc.constantFrom('Ana', 'Omar')
		},
		{ requiredKeys: ['session', 'person', 'at'] }
	) as fc.Arbitrary<Attendee>,
	{ maxLength: 30 }
);

describe('A person', () => {
	it('comes out of her code as she went in, with any nickname, and however far she is', () => {
		const chance = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes });
		const text = (bytes: number) => chance(bytes).map(toBase64Url);
		const aState = fc.record(
			{ lesson: text(3), done: fc.nat(255), needsHelp: fc.boolean() },
			{ requiredKeys: ['done', 'needsHelp'] }
		);
		const aNickname = fc
			.string({ unit: 'grapheme', maxLength: 40 })
			.map(tidyNickname)
			.filter((name) => name !== '');
		const anybody = fc.record(
			{
				session: chance(16).map((bytes) => idFromBytes(bytes, 7)),
				person: text(12),
				member: text(12),
				nickname: aNickname,
				state: aState
			},
			{ requiredKeys: ['session', 'person'] }
		);
		fc.assert(
			fc.property(anybody, (given) => {
				expect(readPersonCode(writePersonCode(given))).toEqual(given);
			})
		);
	});

	it('does not come out of anything else', () => {
		for (const text of [
			'',
			'PLZA2.',
			'PLZA2.AAAA',
			'PLZA2.!!',
			'https://city.example/es/session#x'
		])
			expect(readPersonCode(text)).toBeUndefined();
	});

	it('has a code that is read at once: 37 modules a side', () => {
		const state = { lesson: 'abcd', done: 12, needsHelp: true };
		const code = writePersonCode({ session, person: person(1), member: person(2), state });
		expect(matrixOf(code).size).toBeLessThanOrEqual(37);
	});
});

describe('Two trainers', () => {
	it('have the same list together, whoever is asked first, and however often', () => {
		fc.assert(
			fc.property(aList, aList, (a, b) => {
				const together = mergeAttendance(a, b);
				const people = (list: Attendee[]) => new Set(list.map((each) => each.person)).size;
				expect(together.length).toBe(people([...a, ...b]));
				const names = (list: Attendee[]) => list.map(({ person, at }) => [person, at]);
				expect(names(mergeAttendance(b, a))).toEqual(names(together));
				expect(mergeAttendance(together, b)).toEqual(together);
			})
		);
	});

	it('who say that two devices are one person say the same, the two ways round', () => {
		expect(counted(person(1), person(2))).toEqual(counted(person(2), person(1)));
		const { person: second, sameAs } = counted(person(1), person(2));
		const list = [
			{ session, person: sameAs, at: 1 },
			{ session, person: second, at: 2, sameAs }
		];
		expect(peopleIn(list).map((each) => each.person)).toEqual([sameAs]);
	});
});

describe('A nickname', () => {
	const list: Attendee[] = ['Ana', 'Ana 2', 'Zoë'].map((nickname, n) => ({
		...{ session, person: person(n), at: n },
		nickname
	}));
	it.each([
		['Bea', 'Bea'],
		['Ana', 'Ana 3'],
		['ANA', 'ANA 3'],
		['Zoe', 'Zoe 2']
	])('%s becomes %s where others have theirs', (wished, free) => {
		expect(freeNickname(wished, list)).toBe(free);
	});

	it('that is long stays short with its number', () => {
		const long = 'a'.repeat(longestNickname);
		const free = freeNickname(long, [{ session, person: person(1), at: 1, nickname: long }]);
		expect(free).toHaveLength(longestNickname);
		expect(free).not.toBe(long);
	});
});
