/** What a hub says that it holds it holds, until the city has it; and what it says of the city the city has said. */
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import { revokeHub } from '../../src/lib/server/hubs.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { cityWithDoor } from './city-with-door.ts';
import { hubInHand, letterOf, letterWithVoice, type HubInHand } from './hub-in-hand.ts';
import { aNeed, newId } from './invented.ts';

const city = cityWithDoor();
let hub: HubInHand;

beforeEach(async () => {
	hub = await hubInHand(city);
});
afterEach(() => hub.database.close());

const day = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * day);
const tell = (words: string) => letterOf(city, aNeed(words));
const tellMany = (many: number) =>
	Promise.all(Array.from({ length: many }, (_, n) => tell(`Falta luz ${n}`)));
const idsOf = (letters: Sealed[]) => letters.map(({ id }) => id);
const held = () => hub.database.db.selectFrom('hub_letters').selectAll().execute();

async function atCity(letters: Sealed[]): Promise<string[]> {
	const rows = await Promise.all(letters.map(({ id }) => city.needs(id)));
	return rows.flat().map(({ id }) => id);
}

describe('a letter at a hub', () => {
	it('is held with a receipt of the hub, each once, however often it comes and in whatever order', async () => {
		const letters = await tellMany(3);
		const [a, b, c] = letters as [Sealed, Sealed, Sealed];
		const first = await hub.bring(letters);
		expect(first.map(({ id }) => id)).toEqual(idsOf(letters));
		for (const [at, { result, receipt, missing, hubReceipt }] of first.entries()) {
			expect({ result, receipt, missing }).toEqual({ result: 'held' });
			const sha256 = fingerprint(letters[at]);
			expect(hubReceipt).toMatchObject({ id: letters[at]?.id, sha256, node: hub.node });
		}
		const again = await hub.bring([c, a, a, b], inDays(1));
		expect(again).toEqual([first[2], first[0], first[0], first[1]]);
		expect(await held()).toHaveLength(3);
	});

	it('that is another one under the same id is held beside it', async () => {
		const letter = await tell('Una');
		const other = { ...(await tell('Otra')), id: letter.id };
		const results = await hub.bring([other, letter]);
		expect(results.map(({ hubReceipt }) => hubReceipt?.sha256)).toEqual(
			[other, letter].map((each) => fingerprint(each))
		);
		expect(await held()).toHaveLength(2);
	});

	it('comes to the city once, and the city’s receipt back; then it is asked for nothing more', async () => {
		const letters = await tellMany(3);
		const held = await hub.bring(letters);
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		expect(await atCity(letters)).toEqual(idsOf(letters));
		const said = await hub.bring(letters);
		for (const [at, { result, receipt, hubReceipt }] of said.entries()) {
			expect(result).toBe('accepted');
			expect(receipt?.id).toBe(letters[at]?.id);
			expect(hubReceipt).toEqual(held[at]?.hubReceipt);
		}
		const asked: number[] = [];
		const bend = () => ({ sync: async (some: Sealed[]) => (asked.push(some.length), away) });
		expect(await hub.meetCity(bend)).toEqual({ met: true, gone: true });
		expect(asked).toEqual([]);
	});

	it('waits while there is no city, and goes when there is one', async () => {
		const letters = await tellMany(2);
		await hub.bring(letters);
		expect(await hub.meetCity(() => ({ keys: async () => undefined }))).toEqual(away);
		expect(await hub.meetCity(() => ({ sync: async () => away }))).toMatchObject({ gone: false });
		expect((await hub.bring(letters)).map(({ result }) => result)).toEqual(['held', 'held']);
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		expect(await atCity(letters)).toEqual(idsOf(letters));
	});

	it('that the city never answers holds up none of three hundred others', async () => {
		const letters = await tellMany(300);
		await hub.bring(letters);
		const poison = letters[77]?.id;
		const ended = await hub.meetCity((honest) => ({
			sync: async (some: Sealed[], ...rest) =>
				some.some(({ id }) => id === poison) ? away : honest.sync(some, ...rest)
		}));
		expect(ended).toEqual({ met: true, gone: false });
		const others = letters.filter(({ id }) => id !== poison);
		expect(await atCity(letters)).toEqual(idsOf(others));
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		expect(await atCity(letters)).toHaveLength(300);
	});

	it('of a hub that is shut out stays there', async () => {
		const letters = await tellMany(2);
		await hub.bring(letters);
		await revokeHub(city.db, hub.node);
		expect(await hub.meetCity()).toEqual({ noCity: 'shut-out' });
		expect((await held()).map(({ letter }) => letter?.id).sort()).toEqual(idsOf(letters).sort());
		expect((await held()).every(({ settled_at }) => settled_at === null)).toBe(true);
	});
});

const away = { noCity: 'unreachable' } as const;

describe('the city’s last word', () => {
	it('is only what bears its signature under this letter’s id', async () => {
		const letters = await tellMany(2);
		await hub.bring(letters);
		const lies = await hub.meetCity((honest) => ({
			sync: async (...asked) => {
				const answer = await honest.sync(...asked);
				if ('noCity' in answer) return answer;
				const [first, second] = answer.results;
				if (first?.receipt) first.receipt.receivedAt = '2026-01-01T00:00:00.000Z';
				if (second) second.id = first?.id ?? null;
				return answer;
			}
		}));
		expect(lies).toEqual({ met: true, gone: false });
		expect((await held()).every(({ settled_at }) => settled_at === null)).toBe(true);
		expect((await hub.bring(letters)).map(({ result }) => result)).toEqual(['held', 'held']);
		await hub.meetCity();
		expect((await hub.bring(letters)).map(({ result }) => result)).toEqual([
			'duplicate',
			'duplicate'
		]);
	});

	it('is also that it will not take a letter', async () => {
		const letter = await tell('Una');
		const torn = { ...letter, id: newId() };
		const other = { ...(await tell('Otra')), id: letter.id };
		await hub.bring([letter, torn]);
		await hub.meetCity();
		await hub.bring([other]);
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		const said = await hub.bring([letter, torn]);
		expect(said).toMatchObject([{ result: 'accepted' }, { result: 'rejected' }]);
	});
});

describe('a hub', () => {
	it('lets go of a letter thirty days after the city’s last word, never before, and keeps that word', async () => {
		const { db } = hub.database;
		const { letter: aloud, box } = await letterWithVoice(city);
		const [old, waits] = (await tellMany(2)) as [Sealed, Sealed];
		await hub.bring([old, aloud]);
		await hub.bringMedium(box);
		await hub.meetCity();
		await db
			.updateTable('hub_letters')
			.set({ settled_at: inDays(-29) })
			.execute();
		await hub.meetCity();
		expect((await held()).every(({ letter }) => letter)).toBe(true);
		expect(await db.selectFrom('hub_media').selectAll().execute()).toHaveLength(1);
		await db
			.updateTable('hub_letters')
			.set({ settled_at: inDays(-31) })
			.execute();
		await hub.bring([waits], inDays(-400));
		await hub.meetCity(() => ({ sync: async () => away }));
		const kept = (await held()).map(({ id, letter }) => [id, letter !== null]);
		expect(Object.fromEntries(kept)).toEqual({
			[old.id]: false,
			[aloud.id]: false,
			[waits.id]: true
		});
		expect(await db.selectFrom('hub_media').selectAll().execute()).toEqual([]);
		expect((await hub.bring([old]))[0]).toMatchObject({ result: 'accepted' });
	});

	it('offers a city that came back from a backup again whatever it still has', async () => {
		const letters = await tellMany(2);
		const [gone] = (await tellMany(1)) as [Sealed];
		await hub.bring([gone]);
		await hub.meetCity();
		await hub.database.db
			.updateTable('hub_letters')
			.set({ settled_at: inDays(-31) })
			.execute();
		await hub.bring(letters);
		await hub.meetCity();
		for (const table of ['needs', 'submissions'] as const) {
			await city.db.deleteFrom(table).where('id', 'in', idsOf(letters)).execute();
		}
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		expect(await atCity(letters)).toEqual([]);
		await setEpoch(city.db);
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		expect(await atCity(letters)).toEqual(idsOf(letters));
		// what it has no more it cannot bring, and a receipt of before proves nothing now: its phone brings it
		expect((await hub.bring([gone]))[0]).toMatchObject({ result: 'held' });
		await hub.meetCity();
		expect((await hub.bring([gone]))[0]).toMatchObject({ receipt: { id: gone.id } });
	});

	it('whose memory does not answer lets nobody wait long, and holds nothing of it', async () => {
		const [letter] = (await tellMany(1)) as [Sealed];
		const locker = new pg.Client(hub.database.url);
		await locker.connect();
		await locker.query('begin; lock table hub_letters in access exclusive mode');
		await expect(hub.bring([letter])).rejects.toThrow(/lock timeout/);
		await locker.end();
		expect(await held()).toEqual([]);
	}, 20_000);
});
