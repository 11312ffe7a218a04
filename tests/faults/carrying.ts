/** What a citizen's and a trainer's phone do with each other, without internet. */
import { connect, newPhone } from './phone.ts';
import type { CityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, expect } from 'vitest';
import { listCarried, takeIn, type TakenIn } from '../../src/lib/device/carry.ts';
import { cityToSealFor, packCodes, packFile } from '../../src/lib/device/carry/hand-over.ts';
import { ownCryptography } from '../../src/lib/device/cryptography.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { meetCity } from '../../src/lib/device/sync/city-keys.ts';
import { resultsText } from '../../src/lib/domain/carry-results.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { photo, voice } from '../integration/media-made.ts';
import { putAside, takeUp, type Memory } from './two-phones.ts';

/** What is told in these tests. */
export const need: NeedForm = {
	topic: 'connection',
	words: 'No hay internet en la biblioteca.',
	place: null,
	publish: false
};

export const nowhere = 'http://127.0.0.1:9';
export const crypt = ownCryptography();

/** Before each test: both have met the city once, now there is no internet, and the citizen's is in hand. */
export function citizenAndTrainer(city: CityWithDoor): { trainer: Memory } {
	const phones: { trainer: Memory } = { trainer: {} };
	beforeEach(async () => {
		connect(city.door.url);
		for (const phone of ['trainer', 'citizen']) {
			await newPhone();
			await meetCity(crypt.checkSignature);
			if (phone === 'trainer') phones.trainer = await putAside();
		}
		connect(nowhere);
	});
	return phones;
}

/** The file that the phone in hand gives to be carried. */
export async function handOver(): Promise<Blob> {
	const here = await cityToSealFor(crypt);
	if (!here) throw new Error('this phone knows no city');
	return (await packFile(crypt, here)).file;
}

/** The codes that it shows, or why there are none. */
export async function showCodes() {
	const here = await cityToSealFor(crypt);
	if (!here) throw new Error('this phone knows no city');
	return packCodes(crypt, here);
}

/** Takes over what another phone gave. */
export async function over(came: Blob): Promise<Extract<TakenIn, { over: unknown }>['over']> {
	const taken = await takeIn(crypt, came);
	if (!('over' in taken)) throw new Error('these are results');
	return taken.over;
}

/** Takes back what became of its own. */
export async function back(results: SyncResult[]) {
	const taken = await takeIn(crypt, new Blob([resultsText(results)]));
	if (!('back' in taken)) throw new Error('these are no results');
	return taken.back;
}

/** The other phone is taken in hand. */
export async function exchange(other: Memory): Promise<Memory> {
	const aside = await putAside();
	await takeUp(other);
	return aside;
}

/** Tells a need with a recording and a photo. */
export async function tellWithMedia(): Promise<string> {
	await keepMedia('voice', 'audio/webm', new Uint8Array(voice));
	await keepMedia('photo', 'image/jpeg', new Uint8Array(await photo()));
	return keepNeed({ ...need, words: 'Escucha y mira.' }, 'es');
}

/** The phone in hand comes to where there is internet. */
export async function withInternet(city: CityWithDoor): Promise<void> {
	connect(city.door.url);
	expect(await sync()).toMatchObject({ outcome: 'done' });
}

/** How far a need of the phone in hand is. */
export const track = async (id: string) =>
	(await listNeeds()).find((each) => each.id === id)?.track;

/** How far all is that the phone in hand carries for others. */
export const states = async () => (await listCarried()).map(({ state }) => state);
