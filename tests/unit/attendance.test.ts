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
	it('comes out of her code as she went in, with any nickname', () => {
		const aNickname = fc.string({ unit: 'grapheme', maxLength: 40 }).map(tidyNickname);
		const chance = fc.uint8Array({ minLength: 16, maxLength: 16 });
		fc.assert(
			fc.property(
				chance,
				fc.uint8Array({ minLength: 12, maxLength: 12 }),
				aNickname,
				(a, b, name) => {
					const given = {
						session: idFromBytes(a, 7),
						person: toBase64Url(b),
						...(tidyNickname(name) && { nickname: tidyNickname(name) })
					};
					expect(readPersonCode(writePersonCode(given))).toEqual(given);
				}
			)
		);
	});

	it('does not come out of anything else', () => {
		for (const text of [
			'',
			'PLZA1.',
			'PLZA1.AAAA',
			'PLZA1.!!',
			'https://city.example/es/session#x'
		])
			expect(readPersonCode(text)).toBeUndefined();
	});

	it('has a code that is read at once: 33 modules a side', () => {
		expect(matrixOf(writePersonCode({ session, person: person(1) })).size).toBeLessThanOrEqual(33);
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
