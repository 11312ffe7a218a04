// A new phone of a city that is there, and what its person tells.
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach } from 'vitest';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';

export const need: NeedForm = {
	topic: 'connection',
	words: 'No hay internet en la biblioteca.',
	place: null,
	publish: false
};

/** Where a need stands, as its person sees it. */
export const track = async (id: string) =>
	(await listNeeds()).find((each) => each.id === id)?.track;

export const city = cityWithDoor();

/** Before each test of a file the phone is new. */
export function openNewPhones(): void {
	beforeEach(async () => {
		await newPhone();
		connect(city.door.url);
	});
}
