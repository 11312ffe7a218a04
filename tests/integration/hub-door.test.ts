/** The door of a hub: what it takes, what it says of itself, and when the city hears at once that something came. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SyncResponse } from '../../src/lib/domain/sync.ts';
import { cityWithDoor } from './city-with-door.ts';
import { hubInHand, letterOf, type HubInHand } from './hub-in-hand.ts';
import { aNeed, newId } from './invented.ts';

const city = cityWithDoor();
let hub: HubInHand;

beforeEach(async () => {
	hub = await hubInHand(city);
});
afterEach(() => hub.database.close());

const tell = (words: string) => letterOf(city, aNeed(words));
const ask = (submissions: unknown[], watch?: string[]) =>
	hub.door.receive({ v: 1, submissions, ...(watch && { watch }) }, new Date(), null);
const held = () => hub.database.db.selectFrom('hub_letters').selectAll().execute();

it('the city hears at once of what was brought, and of a question that nobody asked here before', async () => {
	const letter = await tell('Falta luz');
	const [one, other] = ['A'.repeat(22), 'B'.repeat(22)];
	const asked: [unknown[], string[]?][] = [
		[[]],
		[[letter]],
		[[letter]],
		[[], [one]],
		[[], [one]],
		[[], [one, other]],
		[[], []],
		[[letter], [other]]
	];
	const heard: boolean[] = [];
	for (const each of asked) {
		const before = hub.wakes();
		await ask(...each);
		heard.push(hub.wakes() > before);
	}
	expect(heard).toEqual([false, true, true, true, false, true, false, true]);
});

it('says nothing of keys before it knows its city; then the city’s, and its own beside them', async () => {
	expect(hub.door.keySet()).toBeUndefined();
	expect(await hub.door.publishedKeys(new Date())).toBeUndefined();
	const keys = city.door.city.door.keySet();
	hub.knows(keys);
	const said = hub.door.keySet();
	expect(said).toEqual({
		...keys,
		hub: {
			node: hub.node,
			name: 'Lab Raval',
			key: expect.objectContaining({ x: expect.any(String) })
		}
	});
	expect(await hub.door.publishedKeys(new Date())).toEqual(said);
});

it('what comes open among sealed letters turns all of it away, and none of it is kept', async () => {
	const letter = await tell('Falta luz');
	for (const open of [aNeed('Abierta'), null, 'sealed', 7]) {
		expect(await ask([letter, open])).toMatchObject({ refused: 'seal-first' });
	}
	expect(await held()).toEqual([]);
	expect(hub.wakes()).toBe(0);
});

it('what is no letter is refused by its id, as far as it has one that can be said; the others are held', async () => {
	const letter = await tell('Falta luz');
	const id = newId();
	const longest = 'x'.repeat(100);
	const broken = [id, longest, `${longest}x`, '\ud800', 7].map((each) => ({
		id: each,
		sealed: 'no seal',
		media: []
	}));
	const { results } = (await ask([...broken, letter])) as SyncResponse;
	expect(results.map((each) => each.id)).toEqual([id, longest, null, null, null, letter.id]);
	expect(results.map(({ result }) => result)).toEqual([...Array(5).fill('rejected'), 'held']);
	expect(results[0]?.problem).toMatchObject({ type: '/problems/sealed', field: 'sealed' });
	expect(await held()).toHaveLength(1);
});
