/** What a hub said of a letter once is not the end of it: a phone that offers it again has a reason. */
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { cityWithDoor } from './city-with-door.ts';
import { hubInHand, letterOf, letterWithVoice, type HubInHand } from './hub-in-hand.ts';
import { aNeed } from './invented.ts';
import { hashOf } from './media-made.ts';

const city = cityWithDoor();
const longAgo = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
let hub: HubInHand;

beforeEach(async () => {
	hub = await hubInHand(city);
});
afterEach(() => hub.database.close());

describe('what a phone offers once more', () => {
	it('because the city did not take it goes to the city again, which may be able to by now', async () => {
		const letter = await letterOf(city, aNeed('Una'));
		const { sealing } = city.door.city.keys;
		await hub.bring([letter]);
		const away = sealing.splice(0) as typeof sealing;
		await hub.meetCity();
		sealing.push(...away);
		expect((await hub.bring([letter]))[0]).toMatchObject({ result: 'rejected' });
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		expect((await hub.bring([letter]))[0]).toMatchObject({ receipt: { id: letter.id } });
	});

	it('is that alone: what others told, and something else under its id, rest as they are', async () => {
		const need = aNeed('Una');
		const letter = await letterOf(city, need);
		const others = [
			await letterOf(city, aNeed('Otra')),
			await letterOf(city, { ...need, body: { ...need.body, words: 'Otra' } })
		];
		const { sealing } = city.door.city.keys;
		await hub.bring([letter, ...others]);
		const away = sealing.splice(0) as typeof sealing;
		await hub.meetCity();
		sealing.push(...away);
		await hub.bring([letter]);
		const { db } = hub.database;
		const resting = await db
			.selectFrom('hub_letters')
			.select('letter')
			.where('settled_at', 'is not', null)
			.execute();
		expect(resting).toHaveLength(2);
		expect(resting.map((row) => row.letter)).toEqual(expect.arrayContaining(others));
	});

	it('because the city lost it goes there, also where the hub had let go of it', async () => {
		const { letter, box } = await letterWithVoice(city);
		await hub.bring([letter]);
		await hub.bringMedium(box);
		await hub.meetCity();
		await hub.database.db.updateTable('hub_letters').set({ settled_at: longAgo }).execute();
		await hub.meetCity();
		for (const table of ['media', 'needs', 'submissions'] as const) {
			const id = table === 'media' ? 'submission' : 'id';
			await sql`delete from ${sql.table(table)} where ${sql.ref(id)} = ${letter.id}`.execute(
				city.db
			);
		}
		await setEpoch(city.db);
		await hub.meetCity();
		expect((await hub.bring([letter]))[0]).toMatchObject({
			result: 'held',
			missing: [hashOf(box)]
		});
		await hub.bringMedium(box);
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		expect(await city.needs(letter.id)).toHaveLength(1);
		expect((await hub.bring([letter]))[0]).toMatchObject({ receipt: { id: letter.id } });
	});
});
