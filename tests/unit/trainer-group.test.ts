/** A trainer's group: cards that nobody mixes up, lists that merge, and what leaves the device in a table or a sealed file. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../src/lib/domain/csv.ts';
import { picturesOf } from '../../src/lib/domain/member.ts';
import {
	groupSecret,
	makeBackupSecret,
	openGroup,
	readBackupSecret,
	sealGroup,
	writeSecretCode
} from '../../src/lib/domain/trainer-backup.ts';
import { newCards, showsAll } from '../../src/lib/domain/trainer-cards.ts';
import {
	followed,
	markOf,
	mergeGroups,
	type KeptMember
} from '../../src/lib/domain/trainer-group.ts';
import {
	fitsTyped,
	manyIn,
	peopleAt,
	sessionsAt,
	visitsTable
} from '../../src/lib/domain/trainer-people.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import {
	lab,
	other,
	number,
	day,
	sessionOn,
	member,
	visited,
	group
} from './trainer-group-invented.ts';

const random = (bytes: number) => crypt.random(bytes);
const aMember = fc.record(
	{
		member: fc.integer({ min: 1, max: 6 }).map(number),
		lab: fc.constantFrom(lab, other),
		nickname: fc.constantFrom('Ana', 'Omar', 'رنا'),
		hasCard: fc.boolean(),
		madeAt: fc.nat(9),
		changedAt: fc.nat(9),
		printedAt: fc.integer({ min: 1, max: 9 })
	},
	{ requiredKeys: ['member', 'lab', 'hasCard', 'madeAt', 'changedAt'] }
) as fc.Arbitrary<KeptMember>;
const aVisit = fc
	.tuple(fc.integer({ min: 1, max: 3 }), fc.uniqueArray(fc.integer({ min: 1, max: 6 })))
	.map(([n, people]) => visited(n, people));
const aGroup = fc
	.record({
		members: fc.uniqueArray(aMember, { selector: ({ member }) => member }),
		sessions: fc.uniqueArray(aVisit, { selector: ({ id }) => id }),
		forgotten: fc.uniqueArray(
			fc.record({
				mark: fc.integer({ min: 1, max: 6 }).map((n) => markOf(number(n))),
				at: fc.nat(9)
			}),
			{ selector: ({ mark }) => mark }
		)
	})
	.map((some) => mergeGroups(some, group({})));

describe('Picture cards', () => {
	it('never show the same three pictures twice, not in another order either, as long as there are others', () => {
		const taken = newCards(40, [], random);
		const cards = [...taken, ...newCards(180, taken, random)];
		const names = cards.map((card) => picturesOf(card).sort().join());
		expect(new Set(names).size).toBe(220);
		const more = newCards(60, cards, random);
		expect(more).toHaveLength(60);
		const ordered = [...cards, ...more].map((card) => picturesOf(card).join());
		expect(new Set(ordered).size).toBe(280);
	});

	it('are found by the pictures that a person remembers', () => {
		const card = number(7);
		const [first = 'sun', second = 'sun'] = picturesOf(card);
		expect(showsAll(card, [second, first])).toBe(true);
		expect(showsAll(card, [])).toBe(true);
		const none = (['sun', 'tree', 'fish', 'cat'] as const).filter(
			(each) => !picturesOf(card).includes(each)
		);
		expect(showsAll(card, [first, ...none.slice(0, 1)])).toBe(false);
	});
});

describe('Two groups', () => {
	it('merge by member: twice is once, and both ways give the same people', () => {
		fc.assert(
			fc.property(aGroup, aGroup, (a, b) => {
				const merged = mergeGroups(a, b);
				expect(mergeGroups(merged, b)).toEqual(merged);
				expect(mergeGroups(merged, a)).toEqual(merged);
				expect(mergeGroups(b, a)).toEqual(merged);
			})
		);
	});

	it('keep nothing of somebody whom one of them forgot, unless she came again', () => {
		const forgotten = [{ mark: markOf(number(1)), at: 3 * day }];
		const before = group({ members: [member(1)], sessions: [visited(2, [1])] });
		const after = group({
			members: [member(1, { changedAt: 4 * day })],
			sessions: [visited(4, [1])]
		});
		const without = mergeGroups(group({ forgotten }), before);
		expect(without.members).toEqual([]);
		expect(JSON.stringify(without)).not.toContain(number(1));
		expect(without.sessions.map(manyIn)).toEqual([1]);
		expect(peopleAt(mergeGroups(without, after), lab)[0]?.visits).toHaveLength(1);
	});
});

describe('The people of a lab', () => {
	it('are those that were there or became known there; two that are one person count once', () => {
		const all = group({
			members: [
				member(1, { nickname: 'Ana' }),
				member(2, { is: number(1) }),
				member(3, { lab: other, nickname: 'omar' }),
				member(4, { lab: other, nickname: 'Zoe' }),
				member(5)
			],
			sessions: [visited(1, [1, 2]), visited(2, [2, 3]), visited(3, [4], other)]
		});
		expect(sessionsAt(all, lab).map(({ id }) => id)).toEqual([sessionOn(2), sessionOn(1)]);
		const people = peopleAt(all, lab, 'es');
		expect(people.map(({ nickname, visits }) => [nickname, visits.length])).toEqual([
			['Ana', 2],
			['omar', 1]
		]);
	});

	it('have not been seen lately when they missed the last three sessions, and not before', () => {
		const sessions = [visited(1, [1, 2]), visited(2, [2]), visited(3, [3])];
		const missing = (all: typeof sessions) =>
			peopleAt(group({ members: [member(1), member(2), member(3), member(4)], sessions: all }), lab)
				.filter(({ isMissing }) => isMissing)
				.map((person) => person.member);
		expect(missing(sessions)).toEqual([]);
		expect(missing([...sessions, visited(4, [3])])).toEqual([number(1)]);
		expect(missing([...sessions, visited(4, [3]), visited(5, [1])])).toEqual([number(2)]);
	});

	it('are found by the beginning of any of their names', () => {
		for (const typed of ['', 'an', 'Ána', 'lo']) expect(fitsTyped('Ana López', typed)).toBe(true);
		for (const typed of ['pez', 'ana x']) expect(fitsTyped('Ana López', typed)).toBe(false);
		expect(fitsTyped(undefined, 'a')).toBe(false);
	});

	it('and who goes on as somebody else is followed, in a ring too', () => {
		const ring = [member(1, { is: number(2) }), member(2, { is: number(1) })];
		expect([number(1), number(2)]).toContain(followed(number(1), ring));
		expect(followed(number(9), ring)).toBe(number(9));
	});
});

describe('The table', () => {
	it('comes back from any spreadsheet cell by cell, and runs no formula', () => {
		const cell = fc.string({ unit: 'grapheme', maxLength: 12 });
		fc.assert(
			fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
				const text = csvOf([['a', 'b'], ...rows]);
				expect(text.startsWith('\ufeff')).toBe(true);
				const read: string[][] = parse(text, { bom: true, relax_column_count: false });
				// apart from apostrophes, each just before a sign that would be a formula's
				const bare = (each: string) => each.replaceAll("'", '');
				expect(read.slice(1).map((row) => row.map(bare))).toEqual(rows.map((row) => row.map(bare)));
				// also where a spreadsheet cuts at semicolons, tabs and line ends
				const cut = read.slice(1).flatMap((row) => row.flatMap((each) => each.split(/[;\t\r\n]/)));
				expect(cut.filter((each) => /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(each))).toEqual([]);
			})
		);
		for (const formula of ['=1+1', '+1', '-1', '@A1', ' =1', '\u00a0=1', '＝1'])
			expect(csvOf([[formula]])).toContain(`'${formula}`);
		expect(csvOf([['\t=1']])).toContain("'\t'=1");
		expect(csvOf([['=1 + 1;-2;3']])).toContain("'=1 + 1;'-2;3");
		expect(csvOf([['no; sign, \nhere']])).toContain('no; sign, \nhere');
	});

	it('has one line for each person and session', () => {
		const people = peopleAt(
			group({
				members: [member(1, { nickname: '=Ana' })],
				sessions: [visited(1, [1]), visited(2, [1])]
			}),
			lab
		);
		const table = visitsTable(
			people,
			['Day', 'Nickname', 'Modules'],
			(at) => `d${at / day}`,
			(m) => m
		);
		expect(table).toBe(
			"\ufeffDay,Nickname,Modules\r\nd2,'=Ana,scam-messages\r\nd1,'=Ana,scam-messages\r\n"
		);
	});
});

describe('The sealed copy', () => {
	it('opens with its secret, typed kindly or scanned, and is the same group', async () => {
		const all = group({
			members: [member(1, { nickname: 'Canario' })],
			sessions: [visited(1, [1])]
		});
		const secret = makeBackupSecret(crypt);
		const file = await sealGroup(crypt, secret, all);
		expect(file).not.toContain('Canario');
		for (const typed of [groupSecret(secret).toLowerCase(), ` ${writeSecretCode(secret)}`]) {
			const read = readBackupSecret(typed) ?? '';
			expect(await openGroup(crypt, read, file)).toEqual(all);
		}
	});

	it('does not open with another secret, torn, or as some other file', async () => {
		const [secret, wrong] = [makeBackupSecret(crypt), makeBackupSecret(crypt)];
		const file = await sealGroup(crypt, secret, group({ members: [member(1)] }));
		expect(await openGroup(crypt, wrong, file)).toBe('no-fit');
		expect(await openGroup(crypt, secret, file.slice(0, -9))).toBe('no-fit');
		expect(await openGroup(crypt, secret, 'hello')).toBe('other');
		expect(readBackupSecret(secret.slice(1))).toBeUndefined();
		expect(readBackupSecret('')).toBeUndefined();
	});

	it('has a secret of 128 bits: the smallest and the largest are read as well', () => {
		const of = (byte: number) =>
			makeBackupSecret({ random: (count) => new Uint8Array(count).fill(byte) });
		expect(of(0)).toBe('0'.repeat(26));
		expect(of(255)).toBe(`7${'Z'.repeat(25)}`);
	});
});
