/** A ballot: its code in a room says what the groups are, or says that it is torn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idFromBytes } from '../../src/lib/domain/id.ts';
import { topics } from '../../src/lib/domain/need.ts';
import { longestGroupName, mostGroups } from '../../src/lib/domain/workshop.ts';
import { ballotOf, readBallot, writeBallot } from '../../src/lib/domain/workshop/ballot.ts';
import { tidyWords } from '../../src/lib/domain/words.ts';
import { matrixOf } from '../../src/lib/ui/qr.ts';

const session = idFromBytes(new Uint8Array(16).fill(3), 7);
const origin = 'https://plaza.example.org';

const aName = fc
	.string({ unit: 'grapheme', minLength: 1, maxLength: longestGroupName })
	.map((text) => Array.from(tidyWords(text)).slice(0, longestGroupName).join('').trim())
	.filter((text) => text !== '');
const someGroups = fc.array(fc.record({ name: aName, topic: fc.constantFrom(...topics) }), {
	minLength: 1,
	maxLength: mostGroups
});

describe('A ballot', () => {
	it('comes out of its code as it went in, or with names cut where a room could not read it', () => {
		fc.assert(
			fc.property(someGroups, (groups) => {
				const ballot = ballotOf(session, groups);
				const code = writeBallot(origin, 'es', ballot);
				const read = readBallot(code);
				if (read === 'torn' || !read) throw new Error('not read');
				expect({ ...read, groups: [] }).toEqual({ ...ballot, groups: [] });
				read.groups.forEach(({ name, topic }, at) => {
					const whole = groups[at]?.name ?? '';
					expect(topic).toBe(groups[at]?.topic);
					expect(name === whole || whole.startsWith(name.replace(/…$/, ''))).toBe(true);
					expect(name === whole || name.endsWith('…')).toBe(true);
				});
			})
		);
	});

	it('of eight long names, in Arabic too, still has a code for the middle of a room: 85 modules a side', () => {
		for (const letter of ['m', 'م']) {
			const groups = Array.from({ length: mostGroups }, () => ({
				name: letter.repeat(longestGroupName),
				topic: 'access' as const
			}));
			const code = writeBallot(origin, 'ar', ballotOf(session, groups));
			expect(matrixOf(code).size).toBeLessThanOrEqual(85);
		}
		const two = ['Wifi en la plaza', 'Ayuda con la cita'].map((name) => ({
			name,
			topic: 'service' as const
		}));
		expect(readBallot(writeBallot(origin, 'es', ballotOf(session, two)))).toMatchObject({
			groups: two
		});
	});

	it('that is torn says so, and what is no ballot is none', () => {
		const code = writeBallot(origin, 'es', ballotOf(session, [{ name: 'Wifi', topic: 'access' }]));
		expect(readBallot(code.slice(0, -3))).toBe('torn');
		expect(readBallot(`${origin}/es/session#b.`)).toBe('torn');
		for (const text of [
			'',
			'PLZA2.AAAA',
			`${origin}/es/session#abc.def`,
			`${origin}/es/needs#b.AAAA`
		])
			expect(readBallot(text)).toBeUndefined();
	});

	it('of other groups, names or sessions has another mark', () => {
		const groups = [
			{ name: 'Wifi', topic: 'connection' as const },
			{ name: 'Cita', topic: 'service' as const }
		];
		const marks = [
			ballotOf(session, groups),
			ballotOf(session, [...groups].reverse()),
			ballotOf(session, groups.slice(1)),
			ballotOf(idFromBytes(new Uint8Array(16).fill(4), 7), groups)
		].map(({ mark }) => mark);
		expect(new Set(marks).size).toBe(4);
	});
});
