/** A city and one hub before each test of a lab, with the phone in hand connected to the hub. */
import { connect, newPhone } from './phone.ts';
import { beforeEach, afterEach } from 'vitest';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { foundCity, openLab, untilCount, type Server } from './lab.ts';

/** What is told in these tests. */
export const need: NeedForm = {
	topic: 'connection',
	words: 'No hay internet en la biblioteca de Hortensia.',
	place: null,
	publish: false
};

/** A city and its lab. */
export interface CityAndLab {
	city: Server;
	hub: Server;
	/** The need's row at the city. */
	atCity(id: string): Promise<{ words: string; state: string; changed_at: Date }[]>;
	/** Waits until the city has answered this many of the hub's letters. */
	settled(letters: number): Promise<void>;
}

/** Both run anew before each test, and the phone is at the lab. */
export function cityAndLab(): CityAndLab {
	const both: CityAndLab = {
		...({} as Pick<CityAndLab, 'city' | 'hub'>),
		atCity: (id) =>
			both.city.database.db.selectFrom('needs').selectAll().where('id', '=', id).execute(),
		settled: (letters) =>
			untilCount(both.hub.database, 'from hub_letters where settled_at is not null', letters)
	};
	beforeEach(async () => {
		await newPhone();
		both.city = await foundCity();
		both.hub = await openLab(both.city);
		connect(both.hub.address);
	});
	afterEach(async () => {
		await both.hub.stop();
		await both.city.stop();
	});
	return both;
}

/** What the phone in hand knows of its need. */
export const mine = async (id: string) => (await listNeeds()).find((each) => each.id === id);
