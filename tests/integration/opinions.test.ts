/** What people think of statements: one device once, unknown; the city finds what they agree on, and tells of no fewer than five. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreements } from '../../src/lib/domain/consensus.ts';
import { opinionKinds, type OpinionKind } from '../../src/lib/domain/opinion.ts';
import { tokenOf } from '../../src/lib/domain/support-token.ts';
import { readOpinions } from '../../src/lib/server/opinions.ts';
import { askedRound, opinionOf, publishedRound, secret, send } from './asked-rounds.ts';
import { newId } from './invented.ts';
import { city, openJoins } from './joined-needs.ts';

openJoins();

const kept = async (round: string, statements = ['s1', 's2']) =>
	(await readOpinions(city.db, round, statements)).map(({ statement, vote }) => [statement, vote]);

describe('a device', () => {
	it('says one thing to a statement: the last word, by whatever way and in whatever order it comes', async () => {
		const [round, mine] = [newId(), secret()];
		const [first, second, third] = [
			opinionOf(round, mine, 's1', 'agree', 1_000),
			opinionOf(round, mine, 's1', 'disagree', 2_000),
			opinionOf(round, mine, 's1', 'pass', 3_000)
		];
		const { results } = await send(first, third);
		expect(results.map(({ result }) => result)).toEqual(['accepted', 'accepted']);
		// the one of between comes late, carried by somebody; what came already comes again
		await send(second);
		expect((await send(third)).results[0]?.result).toBe('duplicate');
		expect(await kept(round)).toEqual([['s1', 0]]);
	});

	it('is its last word to each statement, for any words in any order', async () => {
		const word = fc.record({
			who: fc.nat(1),
			to: fc.constantFrom('s1', 's2'),
			at: fc.nat(20),
			says: fc.constantFrom(...opinionKinds)
		});
		await fc.assert(
			fc.asyncProperty(fc.array(word, { maxLength: 12 }), async (said) => {
				const round = newId();
				const secrets = [secret(), secret()];
				const all = said.map(({ who, to, says, at }) =>
					opinionOf(round, secrets[who] ?? '', to, says, at)
				);
				for (const each of all) await send(each);
				const once = await readOpinions(city.db, round, ['s1', 's2']);
				await city.db.deleteFrom('opinions').where('round', '=', round).execute();
				// under new ids, because the city knows those
				await send(...all.toReversed().map((each) => ({ ...each, id: newId() })));
				const other = await readOpinions(city.db, round, ['s1', 's2']);
				const order = (list: typeof once) => list.map((each) => JSON.stringify(each)).sort();
				expect(order(other)).toEqual(order(once));
				const spoken = new Set(said.map(({ who, to }) => `${who} ${to}`));
				expect(once).toHaveLength(spoken.size);
			}),
			{ numRuns: 15 }
		);
	});

	it('leaves nothing by which two of its rounds could be told to be of one device', async () => {
		const [mine, one, other] = [secret(), newId(), newId()];
		expect(tokenOf(mine, one)).not.toBe(tokenOf(mine, other));
		const said = opinionOf(one, mine, 's1', 'agree');
		await send(said);
		const row = city.db.selectFrom('submissions').select(['envelope', 'watch_hash']);
		const stored = await row.where('id', '=', said.id).executeTakeFirst();
		expect(stored).toEqual({ envelope: null, watch_hash: null });
	});
});

/** So many people who all say the same of each statement. */
async function people(round: string, many: number, says: Record<string, OpinionKind>) {
	const all = Array.from({ length: many }, secret).flatMap((by) =>
		Object.entries(says).map(([statement, opinion]) => opinionOf(round, by, statement, opinion))
	);
	for (let at = 0; at < all.length; at += 400) await send(...all.slice(at, at + 400));
}

describe('the results that everybody sees', () => {
	it('tell of no fewer than five people', async () => {
		const round = await askedRound();
		await people(round, 4, { s1: 'agree', s2: 'disagree' });
		expect((await publishedRound(round)).results).toBeNull();
		await people(round, 3, { s1: 'agree' });
		const { results } = await publishedRound(round);
		expect(results?.people).toBe(5);
		const [first, second] = results?.statements ?? [];
		expect(first).toMatchObject({ id: 's1', yes: 5, not: null, verdict: 'agrees' });
		// four have spoken of it: not even how they tend is told
		expect(second).toMatchObject({ id: 's2', not: null, verdict: null, consensus: null });
	});

	it('put first what both camps want, and say where they see it differently', async () => {
		const round = await askedRound();
		await people(round, 12, { s1: 'agree', s2: 'agree', s3: 'disagree', s4: 'agree' });
		await people(round, 8, { s1: 'disagree', s2: 'disagree', s3: 'agree', s4: 'agree' });
		const { results } = await publishedRound(round);
		expect(results?.groups.toSorted()).toEqual([10, 5]);
		expect(results?.statements[0]).toMatchObject({ id: 's4', yes: 20, verdict: 'agrees' });
		expect(results?.statements.slice(1).map(({ verdict }) => verdict)).toEqual(
			Array(3).fill('divided')
		);
	});

	it('are aggregates: no token stands in what is published', async () => {
		const round = await askedRound();
		const by = secret();
		await send(opinionOf(round, by, 's1', 'agree'));
		await people(round, 9, { s1: 'agree' });
		expect(JSON.stringify(await publishedRound(round))).not.toContain(tokenOf(by, round));
	});

	it('change the feed only where they change', async () => {
		const round = await askedRound();
		await people(round, 10, { s1: 'agree' });
		const seqOf = async () => {
			const { results } = await publishedRound(round);
			const row = city.db.selectFrom('publications').select('change_seq').where('id', '=', round);
			return [(await row.executeTakeFirstOrThrow()).change_seq, results?.people];
		};
		const before = await seqOf();
		await people(round, 1, { s1: 'agree' });
		expect(await seqOf()).toEqual(before);
	});

	it('count no statement that the round does not ask', async () => {
		const round = await askedRound();
		await people(round, 9, { s9: 'agree' });
		expect((await publishedRound(round)).results).toBeNull();
	});
});

it.each([
	['another round', { round: 'x' }],
	['no statement', { statement: '' }],
	['a word that there is not', { opinion: 'yes' }],
	['no token', { token: 'short' }],
	['a name', { person: 'Hortensia' }]
])('an opinion with %s is refused by itself, and nothing of it is kept', async (_, wrong) => {
	const round = newId();
	const good = opinionOf(round, secret(), 's1', 'agree');
	const bad = { ...good, id: newId(), body: { ...good.body, ...wrong } } as never;
	const { results } = await send(bad, good);
	expect(results.map(({ result }) => result)).toEqual(['rejected', 'accepted']);
	expect(await kept(round)).toEqual([['s1', 1]]);
});

const published = join(process.env['PLAZA_TEXTS'] ?? '', 'polis-bowling-green-2050');
const rowsOf = (path: string) =>
	readFileSync(path, 'utf8')
		.trim()
		.split(/\r?\n/)
		.slice(1)
		.map((line) => line.split(','));

it.skipIf(!existsSync(`${published}.votes.csv`))(
	'the votes of a whole city, sent by its phones, come to the published consensus (needs PLAZA_TEXTS)',
	async () => {
		const votes = rowsOf(`${published}.votes.csv`);
		const golden = rowsOf(`${published}.consensus-golden.csv`);
		const round = newId();
		const words = { '1': 'agree', '-1': 'disagree', '0': 'pass' } as const;
		const secrets = new Map(votes.map(([person = '']) => [person, secret()]));
		const all = votes.map(([person = '', , statement = '', vote]) =>
			opinionOf(round, secrets.get(person) ?? '', statement, words[vote as '1' | '-1' | '0'])
		);
		for (let at = 0; at < all.length; at += 500) await send(...all.slice(at, at + 500));
		const kept = await readOpinions(
			city.db,
			round,
			golden.map(([id = '']) => id)
		);
		const groups = new Map(
			votes
				.filter(([, group]) => group !== '')
				.map(([person = '', group]) => [tokenOf(secrets.get(person) ?? '', round), Number(group)])
		);
		const found = agreements(kept, (token) => groups.get(token));
		const ours = new Map(found.map(({ statement, consensus }) => [statement, consensus]));
		expect(ours.size).toBe(371);
		const far = golden.map(([id = '', wanted]) => Math.abs((ours.get(id) ?? NaN) - Number(wanted)));
		expect(Math.max(...far)).toBeLessThan(1e-12);
	},
	120_000
);
