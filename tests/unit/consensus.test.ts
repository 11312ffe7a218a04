/** What a room agrees on: the published and the invented golden numbers, and what must hold for any room. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreements, verdictOf, type Opinion, type Vote } from '../../src/lib/domain/consensus.ts';
import { findOpinionGroups } from '../../src/lib/domain/opinion-groups.ts';

const texts = process.env['PLAZA_TEXTS'] ?? '';
const published = join(texts, 'polis-bowling-green-2050');
const invented = join(import.meta.dirname, '../fixtures/consensus');

function rowsOf(path: string): string[][] {
	const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
	return lines.map((line) => line.split(','));
}

/** The votes of a file, with the groups that stand in it. */
function readVotes(path: string): { opinions: Opinion[]; groups: Map<string, number> } {
	const rows = rowsOf(path);
	const opinions = rows.map(([person = '', , statement = '', vote]) => ({
		...{ person, statement },
		vote: Number(vote) as Vote
	}));
	const placed = rows.filter(([, group]) => group !== '');
	return { opinions, groups: new Map(placed.map(([person = '', g]) => [person, Number(g)])) };
}

function largestDifference(votes: string, golden: string): [statements: number, most: number] {
	const { opinions, groups } = readVotes(votes);
	const found = agreements(opinions, (person) => groups.get(person));
	const ours = new Map(found.map(({ statement, consensus }) => [statement, consensus]));
	const far = rowsOf(golden).map(([id = '', wanted]) =>
		Math.abs((ours.get(id) ?? NaN) - Number(wanted))
	);
	return [ours.size, Math.max(...far)];
}

const aVote = fc.constantFrom<Vote>(1, -1, 0);
/** A room: what each of its people says to each statement, or nothing. */
const aRoom = (least = 1) =>
	fc
		.tuple(fc.integer({ min: least, max: 60 }), fc.integer({ min: 1, max: 8 }))
		.chain(([people, statements]) =>
			fc.array(
				fc.array(fc.option(aVote, { nil: undefined }), {
					minLength: statements,
					maxLength: statements
				}),
				{
					minLength: people,
					maxLength: people
				}
			)
		)
		.map((rows) =>
			rows.flatMap((row, person) =>
				row.flatMap((vote, at): Opinion[] =>
					vote === undefined ? [] : [{ person: `p${person}`, statement: `s${at}`, vote }]
				)
			)
		);
const inGroups = (opinions: Opinion[]) => {
	const groups = findOpinionGroups(opinions);
	return { groups, list: agreements(opinions, (person) => groups.get(person)) };
};

describe('The consensus of a room', () => {
	it('is what was computed by hand', () => {
		const [statements, most] = largestDifference(
			join(invented, 'votes.csv'),
			join(invented, 'golden.csv')
		);
		expect(statements).toBe(4);
		expect(most).toBeLessThan(1e-12);
	});

	it.skipIf(!existsSync(`${published}.votes.csv`))(
		'is the published one, for all 371 statements (needs PLAZA_TEXTS)',
		() => {
			const [statements, most] = largestDifference(
				`${published}.votes.csv`,
				`${published}.consensus-golden.csv`
			);
			expect(statements).toBe(371);
			expect(most).toBeLessThan(1e-12);
		}
	);

	it('stays between nothing and all, and counts everybody who said something', () => {
		fc.assert(
			fc.property(aRoom(), (opinions) => {
				for (const { statement, consensus, yes, not, neither } of inGroups(opinions).list) {
					expect(consensus).toBeGreaterThan(0);
					expect(consensus).toBeLessThan(1);
					const said = opinions.filter((each) => each.statement === statement).length;
					expect(yes + not + neither).toBe(said);
				}
			})
		);
	});

	it('does not depend on the order in which people or statements come', () => {
		fc.assert(
			fc.property(
				aRoom(10).chain((room) =>
					fc.tuple(fc.constant(room), fc.shuffledSubarray(room, { minLength: room.length }))
				),
				([room, shuffled]) => {
					expect(inGroups(shuffled)).toEqual(inGroups(room));
				}
			)
		);
	});

	it('puts what everybody wants first', () => {
		fc.assert(
			fc.property(aRoom(), (opinions) => {
				const people = [...new Set(opinions.map(({ person }) => person))];
				const wanted = people.map((person): Opinion => ({ person, statement: 'wanted', vote: 1 }));
				const { list } = inGroups([...opinions, ...wanted]);
				const best = list[0]?.consensus;
				expect(list.find(({ statement }) => statement === 'wanted')?.consensus).toBe(best);
			})
		);
	});

	it('of two groups falls when one of them does not want it, though the many do', () => {
		const many = Array.from({ length: 20 }, (_, at) => `m${at}`);
		const few = Array.from({ length: 5 }, (_, at) => `f${at}`);
		const say = (people: string[], statement: string, vote: Vote) =>
			people.map((person): Opinion => ({ person, statement, vote }));
		const list = agreements(
			[
				...say(many, 'a', 1),
				...say(few, 'a', -1),
				...say(many.slice(5), 'b', 1),
				...say(few, 'b', 1)
			],
			(person) => (person.startsWith('m') ? 0 : 1)
		);
		expect(list.map(({ statement }) => statement)).toEqual(['b', 'a']);
		expect(list.map(({ consensus }) => verdictOf(consensus, 2))).toEqual(['agrees', 'divided']);
	});

	it.each([
		[4 / 6, 1, 'agrees'],
		[(4 / 6) ** 2, 2, 'agrees'],
		[0.5, 1, 'divided'],
		[2 / 6, 1, 'not'],
		[1 / 9, 2, 'not']
	])('%s of %s groups means: %s', (consensus, groups, verdict) => {
		expect(verdictOf(consensus, groups)).toBe(verdict);
	});
});

describe('Opinion groups', () => {
	/** Two camps that differ in the first `apart` of the statements. */
	const camps = (one: number, other: number, statements: number, apart: number) =>
		Array.from({ length: one + other }, (_, at) =>
			Array.from({ length: statements }, (_, s): Opinion => {
				const vote = s < apart && at >= one ? -1 : (at + s) % 7 === 0 ? 0 : 1;
				return { person: `p${String(at).padStart(2, '0')}`, statement: `s${s}`, vote };
			})
		).flat();
	const many = (opinions: Opinion[]) => new Set(findOpinionGroups(opinions).values()).size;

	it('are found where two camps stand', () => {
		const groups = findOpinionGroups(camps(12, 8, 6, 4));
		expect([...groups.values()]).toEqual([...Array(12).fill(0), ...Array(8).fill(1)]);
	});

	it('are the same in whatever order people come', () => {
		const two = camps(12, 8, 6, 4);
		fc.assert(
			fc.property(fc.shuffledSubarray(two, { minLength: two.length }), (shuffled) => {
				expect(findOpinionGroups(shuffled)).toEqual(findOpinionGroups(two));
			}),
			{ numRuns: 20 }
		);
	});

	it.each([
		['with fewer than ten people', camps(5, 4, 6, 4)],
		['with fewer than five people in one of them', camps(16, 4, 6, 4)],
		['with three statements', camps(12, 8, 3, 2)],
		['where nothing divides the room', camps(20, 0, 6, 0)]
	])('are not made %s', (_, opinions) => {
		expect(many(opinions)).toBe(1);
	});

	it('leave out who hardly said anything, and never have fewer than five people', () => {
		const quiet: Opinion = { person: 'quiet', statement: 's0', vote: 1 };
		const groups = findOpinionGroups([...camps(12, 8, 6, 4), quiet]);
		expect([groups.size, groups.has('quiet')]).toEqual([20, false]);
		fc.assert(
			fc.property(aRoom(10), (opinions) => {
				const found = [...findOpinionGroups(opinions).values()];
				const sizes = [...new Set(found)].map((g) => found.filter((each) => each === g).length);
				expect(sizes.length === 1 || sizes.every((size) => size >= 5)).toBe(true);
			})
		);
	});
});
