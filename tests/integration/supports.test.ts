/** *Me too*: one device supports one thing once, unknown; the city counts, and tells of no fewer than five. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { tokenOf } from '../../src/lib/domain/support-token.ts';
import { openChallenge, writeChallenge } from '../../src/lib/server/challenges.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { lastChange } from '../../src/lib/server/changes.ts';
import { countSupports } from '../../src/lib/server/support-counts.ts';
import { readSupports } from '../../src/lib/server/supports.ts';
import { newId } from './invented.ts';
import { city, openJoins, staff, tell } from './joined-needs.ts';

openJoins();

let thing: string;

async function challenge(): Promise<string> {
	const texts = { es: { who: 'Familias', what: 'saber cuándo', why: 'no esperar' } };
	const form = { place: null, topic: 'service' as const, until: null, texts };
	const made = await writeChallenge(
		city.db,
		form,
		{ needs: [(await tell()).id], themes: [] },
		staff
	);
	if (made === 'no-needs') throw new Error(made);
	await openChallenge(city.db, { id: made.id, revision: 1 }, true, staff);
	return made.id;
}
beforeAll(async () => {
	thing = await challenge();
});

const secret = () => randomBytes(32).toString('base64url');
function support(of: string, by: string, supports = true, at = Date.now()): EnvelopeOf<'support'> {
	return {
		...{ id: newId(), kind: 'support', schema: 1, madeAt: new Date(at).toISOString(), lang: 'es' },
		...{ media: [], body: { thing: of, token: tokenOf(by, of), supports } }
	};
}
const send = (...submissions: EnvelopeOf<'support'>[]) =>
	receive(city, { v: 1, submissions }, new Date());
const published = async (id = thing) => {
	await countSupports(city.db);
	const row = city.db.selectFrom('publications').select('body').where('id', '=', id);
	return ((await row.executeTakeFirst())?.body as { supports: number | null }).supports;
};

describe('a device', () => {
	it('counts once for a thing, however often, by whatever way and in whatever order it comes', async () => {
		const mine = secret();
		const [first, undone, again] = [
			support(thing, mine, true, 1_000),
			support(thing, mine, false, 2_000),
			support(thing, mine, true, 3_000)
		];
		const { results } = await send(first, again);
		expect(results.map(({ result }) => result)).toEqual(['accepted', 'accepted']);
		expect(await readSupports(city.db, thing)).toBe(1);
		// the one of before comes late, carried by somebody; what came already comes again
		await send(undone);
		expect((await send(again)).results[0]?.result).toBe('duplicate');
		expect(await readSupports(city.db, thing)).toBe(1);
		await send(support(thing, mine, false, 4_000));
		expect(await readSupports(city.db, thing)).toBe(0);
	});

	it('is the last word of each token, for any words in any order', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({ who: fc.nat(2), at: fc.nat(50), says: fc.boolean() }), {
					maxLength: 12
				}),
				async (said) => {
					const of = newId();
					const secrets = [secret(), secret(), secret()];
					// a phone never goes back: no two words of one at the same time
					const words = [...new Map(said.map((one) => [`${one.who} ${one.at}`, one])).values()];
					for (const { who, at, says } of words)
						await send(support(of, secrets[who] ?? '', says, at));
					const last = [0, 1, 2].filter((who) => {
						const own = words.filter((one) => one.who === who).sort((a, b) => b.at - a.at);
						return own[0]?.says;
					});
					expect(await readSupports(city.db, of)).toBe(last.length);
				}
			),
			{ numRuns: 25 }
		);
	});

	it('leaves nothing by which two of its supports could be told to be of one device', async () => {
		const mine = secret();
		const other = await challenge();
		expect(tokenOf(mine, thing)).not.toBe(tokenOf(mine, other));
		const one = support(thing, mine);
		await send(one);
		const row = city.db.selectFrom('submissions').select(['envelope', 'watch_hash']);
		expect(await row.where('id', '=', one.id).executeTakeFirst()).toEqual({
			envelope: null,
			watch_hash: null
		});
	});
});

describe('the number that everybody sees', () => {
	it('tells of no fewer than five, and only of whole fives', async () => {
		const of = await challenge();
		for (let n = 0; n < 4; n++) await send(support(of, secret()));
		expect(await published(of)).toBeNull();
		await send(...Array.from({ length: 4 }, () => support(of, secret())));
		expect(await published(of)).toBe(5);
	});

	it('is right after ten thousand from one address, and published once', async () => {
		const of = await challenge();
		const before = await lastChange(city.db);
		for (let batch = 0; batch < 20; batch++) {
			const all = Array.from({ length: 500 }, () => support(of, secret()));
			const { results } = await send(...all);
			expect(results.every(({ result }) => result === 'accepted')).toBe(true);
		}
		expect(await published(of)).toBe(10_000);
		expect(Number(await seqOf(of)) - Number(before)).toBe(1);
	});
});

async function seqOf(id: string): Promise<string | undefined> {
	const row = city.db.selectFrom('publications').select('change_seq').where('id', '=', id);
	return (await row.executeTakeFirst())?.change_seq;
}

it('a support of what the city does not know is kept and counted for nothing', async () => {
	const { results } = await send(support(newId(), secret()));
	expect(results[0]?.result).toBe('accepted');
	await countSupports(city.db);
});

it.each([
	['another thing', { thing: 'x' }],
	['no token', { token: 'short' }],
	['no word', { supports: 'yes' }],
	['a name', { person: 'Hortensia' }]
])('a support with %s is refused by itself, and nothing of it is kept', async (_, wrong) => {
	const good = support(thing, secret());
	const bad = { ...good, id: newId(), body: { ...good.body, ...wrong } } as never;
	const before = await readSupports(city.db, thing);
	const { results } = await send(bad, good);
	expect(results.map(({ result }) => result)).toEqual(['rejected', 'accepted']);
	expect(await readSupports(city.db, thing)).toBe(before + 1);
});
