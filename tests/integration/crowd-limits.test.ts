/** When very much comes at once from one network or lab, it waits and nothing is lost; needs are not held up. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { tokenOf } from '../../src/lib/domain/support-token.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, newId } from './invented.ts';
import { city, openJoins } from './joined-needs.ts';
import { anIdea } from './said-ideas.ts';

openJoins();

const thing = newId();
const minute = (count: number) => new Date(Date.UTC(2026, 5, 1, 12, count));

function aSupport() {
	const token = tokenOf(randomBytes(32).toString('base64url'), thing);
	const body = { thing, token, supports: true };
	const madeAt = '2026-06-01T11:00:00Z';
	return { id: newId(), kind: 'support', schema: 1, madeAt, lang: 'es', media: [], body };
}

/** Brings them in requests of 500, as phones and hubs do; gives those that wait. */
async function bring<T extends { id: string }>(
	all: T[],
	now: Date,
	{ address = null, via = null }: { address?: string | null; via?: string | null }
): Promise<T[]> {
	const waits: T[] = [];
	for (let from = 0; from < all.length; from += 500) {
		const submissions = all.slice(from, from + 500);
		const { results } = await receive(city, { v: 1, submissions }, now, via, false, address);
		waits.push(...submissions.filter((_, index) => results[index]?.result === 'later'));
		for (const { result, receipt } of results) expect(result === 'later').toBe(!receipt);
	}
	return waits;
}
const kept = async () => {
	const rows = city.db.selectFrom('supports').select('token').where('thing', '=', thing);
	return (await rows.execute()).length;
};

it('ten thousand supports in a minute from one address wait and all arrive, none of them twice', async () => {
	let waits = await bring(Array.from({ length: 10_000 }, aSupport), minute(0), {
		address: '203.0.113.7'
	});
	expect(waits).toHaveLength(8000);
	expect(await kept()).toBe(2000);
	// meanwhile another address is not held up, nor is a need from this one
	expect(await bring([aSupport()], minute(0), { address: '203.0.113.8' })).toEqual([]);
	expect(await bring([aNeed('Más luz')], minute(0), { address: '203.0.113.7' })).toEqual([]);
	for (let at = 1; waits.length > 0; at++) {
		expect(at).toBeLessThan(6);
		waits = await bring(waits, minute(at), { address: '203.0.113.7' });
	}
	expect(await kept()).toBe(10_001);
});

it('forty phones behind the one address of a lab have room for all that they say', async () => {
	for (let phone = 0; phone < 40; phone++) {
		const said = Array.from({ length: 45 }, aSupport);
		expect(await bring(said, minute(100), { address: '2001:db8:1:2::' + phone })).toEqual([]);
	}
	const ideas = Array.from({ length: 80 }, () => anIdea(newId()).idea);
	expect(await bring(ideas, minute(100), { address: '2001:db8:1:2::9' })).toEqual([]);
});

it('ideas, which somebody has to read, wait sooner; so does what one lab brings by its hub', async () => {
	const ideas = (many: number, lab?: string) =>
		Array.from({ length: many }, () => ({ ...anIdea(newId()).idea, ...(lab && { lab }) }));
	const waits = await bring(ideas(130), minute(200), { address: '198.51.100.1' });
	expect(waits).toHaveLength(10);
	expect(await bring(waits, minute(205), { address: '198.51.100.1' })).toHaveLength(10);
	expect(await bring(waits, minute(211), { address: '198.51.100.1' })).toEqual([]);
	// one lab over several networks
	const lab = newId();
	const first = await bring(ideas(120, lab), minute(200), { address: '198.51.100.2' });
	const second = await bring(ideas(120, lab), minute(200), { address: '198.51.100.3' });
	const third = await bring(ideas(5, lab), minute(200), { address: '198.51.100.4' });
	expect([first, second, third].map(({ length }) => length)).toEqual([0, 0, 5]);
	expect(
		await bring(ideas(245), minute(200), { via: 'a-hub', address: '198.51.100.5' })
	).toHaveLength(5);
});

it('what this server does by itself, a carried file say, waits for nothing', async () => {
	expect(await bring(Array.from({ length: 3000 }, aSupport), minute(300), {})).toEqual([]);
});
