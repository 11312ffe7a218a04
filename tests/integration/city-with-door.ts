import type { Selectable } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import type { Tables } from '../../src/lib/server/database.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';

export type CityWithDoor = TestDatabase & {
	door: Door;
	/** What it has of the need with this id. */
	needs(id: string): Promise<Selectable<Tables['needs']>[]>;
};

/** A city for the tests of a file: its database, and its door on a port of its own. There while they run. */
export function cityWithDoor(): CityWithDoor {
	const city = {} as CityWithDoor;
	beforeAll(async () => {
		Object.assign(city, await openTestDatabase());
		city.door = await openDoor(city.url);
		city.needs = (id) => city.db.selectFrom('needs').selectAll().where('id', '=', id).execute();
	});
	afterAll(async () => {
		await city.door.close();
		await city.close();
	});
	return city;
}
