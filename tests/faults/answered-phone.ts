// A phone whose city answers everything but what it should: what it keeps meanwhile, and that it heals.
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { unpark } from '../../src/lib/device/outbox.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { voice } from '../integration/media-made.ts';

export const city = cityWithDoor();

/** Before each test of a file the city has nothing but the first need of a new phone. */
export function openAnsweredPhone(): void {
	beforeEach(async () => {
		await sql`truncate submissions cascade`.execute(city.db);
		await newPhone();
		connect(city.door.url);
		await keepNeed({ topic: 'other', words: 'La primera', place: null, publish: false }, 'es');
		await sync();
	});
	afterEach(() => vi.unstubAllGlobals());
}

let count = 0;

/** She tells a need; aloud too, where that is wanted. */
export async function tell(withVoice = false): Promise<string> {
	const words = `Palabras ${++count}`;
	const bytes = Buffer.concat([voice, Buffer.from(words)]);
	if (withVoice) await keepMedia('voice', 'audio/webm', new Uint8Array(bytes), { seconds: 2 });
	return keepNeed({ topic: 'other', words, place: null, publish: false }, 'es');
}

export const trackOf = async (id: string) =>
	(await listNeeds()).find((each) => each.id === id)?.track;
export const problemsHere = async () =>
	(await device.outbox.toArray()).flatMap(({ problem }) => problem ?? []);

/** The need is on the phone as it was told, with every byte of its voice. */
export async function expectKept(id: string, before: unknown): Promise<void> {
	expect(await everythingOf(id)).toEqual(before);
}

export async function everythingOf(id: string) {
	const [need, entry] = [await device.needs.get(id), await device.outbox.get(id)];
	const media = await device.media.where('owner').equals(id).toArray();
	const pieces = await device.pieces.toArray();
	const own = pieces.filter((piece) => media.some((each) => each.id === piece.media));
	return { need, envelope: entry?.envelope, sha256: entry?.sha256, media, pieces: own };
}

/** The box is gone, and the person taps *try now* where she was asked to. */
export async function heal(id: string): Promise<void> {
	connect(city.door.url);
	if ((await device.outbox.get(id))?.problem) await unpark(id);
	await sync();
	expect(await trackOf(id)).toBe('sent');
	const rows = await city.db.selectFrom('needs').select('words').where('id', '=', id).execute();
	expect(rows).toMatchObject([{ words: (await device.needs.get(id))?.envelope?.body.words }]);
	const media = await city.db
		.selectFrom('media')
		.selectAll()
		.where('submission', '=', id)
		.execute();
	for (const { shown, sha256 } of media) {
		expect(shown).toBe(sha256);
		expect(
			readFileSync(pathOf(city.door.city.dataFolder, sha256)).subarray(0, voice.length)
		).toEqual(voice);
	}
}
