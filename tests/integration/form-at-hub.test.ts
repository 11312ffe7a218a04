/** A plain form at a hub: sealed to the city before anything of it is kept, and nothing is kept while the city is unknown. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import type { City } from '../../src/lib/server/city.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receiveForm } from '../../src/lib/server/receive-form.ts';
import { cityWithDoor } from './city-with-door.ts';
import { hubInHand, type HubInHand } from './hub-in-hand.ts';
import { newId } from './invented.ts';
import { itemOf, photo, voice } from './media-made.ts';

const city = cityWithDoor();
const need = { topic: 'access', words: 'Hortensia', place: null, publish: false } as const;
let hub: HubInHand;

beforeEach(async () => {
	hub = await hubInHand(city);
});
afterEach(() => hub.database.close());

it('is held whole, and arrives byte for byte', async () => {
	const { dataFolder, door } = hub;
	const here = { ...city.door.city, dataFolder, door, hub: {} } as City;
	const identity = { id: newId(), code: makeReceiptCode(randomBytes(10)) };
	const picture = await photo('#0B6E6E', 320, 240);
	const files = [
		{ item: itemOf(voice), bytes: Buffer.from(voice) },
		{ item: itemOf(picture, 'image/jpeg'), bytes: Buffer.from(picture) }
	];
	const tell = () => receiveForm(here, need, 'es', identity, new Date(), files);
	const letters = () => hub.database.db.selectFrom('hub_letters').selectAll().execute();

	await expect(tell()).rejects.toThrow('does not know');
	expect(await letters()).toEqual([]);
	hub.knows(city.door.city.door.keySet());
	expect(await tell()).toBe('at-hub');
	expect(JSON.stringify(await letters())).not.toContain('Hortensia');

	await hub.meetCity();
	const told = await city.db.selectFrom('needs').select(['id', 'words']).execute();
	expect(told).toEqual([{ id: identity.id, words: 'Hortensia' }]);
	const media = await city.db.selectFrom('media').selectAll().orderBy('position').execute();
	expect(media.map(({ role }) => role)).toEqual(['voice', 'photo']);
	const heard = readFileSync(pathOf(city.door.city.dataFolder, media[0]?.shown ?? ''));
	expect(heard).toEqual(voice);
	// a second tap is sealed anew, and is the same need at the city
	expect(await tell()).toBe('at-hub');
	await hub.meetCity();
	expect(await city.db.selectFrom('needs').select('id').execute()).toHaveLength(1);
});
