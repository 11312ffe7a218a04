/** Recordings and photos in a backup, and backups of older Plazas. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MediaItem } from '../../src/lib/domain/media.ts';
import { checkBackup } from '../../src/lib/server/backup/reading.ts';
import type { Database } from '../../src/lib/server/database.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { viewMedia } from '../../src/lib/server/media/view.ts';
import { publishCity } from '../../src/lib/server/published-city.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { openTestDatabase } from './database.ts';
import { aNeed } from './invented.ts';
import { hashOf, itemOf, photo, voice } from './media-made.ts';
import { passphrase, opened, homeOf, type Home, backUp, restored } from './backing-up.ts';

/** Tells a need with these recordings and photos and brings them. */
async function tell(home: Home, contents: { bytes: Buffer; type: MediaItem['type'] }[]) {
	const media = contents.map(({ bytes, type }) => itemOf(bytes, type));
	const need = aNeed('Mira esto', { media });
	await receive(home, { v: 1, submissions: [need] }, new Date());
	for (const { bytes } of contents) await receivePiece(home.media, hashOf(bytes), 0, bytes);
	return need;
}

const recording = () => ({
	bytes: Buffer.concat([voice, randomBytes(50)]),
	type: 'audio/webm' as const
});
const picture = async (colour: string) => ({
	bytes: await photo(colour, 320, 240),
	type: 'image/jpeg' as const
});

const shownIn = async ({ db }: { db: Database }, id: string) =>
	(
		await db
			.selectFrom('media')
			.select('shown')
			.where('submission', '=', id)
			.orderBy('position')
			.execute()
	).map(({ shown }) => shown ?? '');

it('brings back every recording and photo byte for byte, and no sweep takes one', async () => {
	const here = homeOf(await opened(openTestDatabase()));
	const shared = await picture('#010101');
	const first = await tell(here, [recording(), shared]);
	const second = await tell(here, [shared, { bytes: randomBytes(99), type: 'image/png' }]);
	const file = await backUp(here);
	// the shared photo once, and the one that nobody can see too
	expect(await checkBackup(file, passphrase)).toMatchObject({ media: 3, tables: { media: 4 } });
	const there = await restored(file);
	expect(there.found).toMatchObject({ media: 3, lost: 0 });
	await sweepMedia(there.db, there.dataFolder);
	for (const { id } of [first, second]) {
		const names = (await shownIn(here, id)).filter(Boolean);
		expect((await shownIn(there, id)).filter(Boolean)).toEqual(names);
		for (const name of names) {
			const bytes = readFileSync(pathOf(here.dataFolder, name));
			expect(readFileSync(pathOf(there.dataFolder, name)).equals(bytes)).toBe(true);
		}
	}
	const [, hidden] = second.media;
	expect(existsSync(pathOf(there.dataFolder, hidden?.sha256 ?? ''))).toBe(true);
	expect(await there.db.selectFrom('media_awaited').selectAll().execute()).toEqual([]);
});

it('shows nothing of a recording to who has no passphrase', async () => {
	const here = homeOf(await opened(openTestDatabase()));
	const given = recording();
	await tell(here, [given]);
	const file = readFileSync(await backUp(here));
	expect(file.includes(given.bytes.subarray(200, 260))).toBe(false);
	expect(file.includes(given.bytes.toString('base64').slice(300, 360))).toBe(false);
});

it('awaits again what was gone or damaged, and takes it when a phone brings it', async () => {
	const here = homeOf(await opened(openTestDatabase()));
	const [gone, damaged, fine] = [recording(), await picture('#020202'), await picture('#030303')];
	const { id } = await tell(here, [gone, damaged, fine]);
	const [voiceName = '', pictureName = ''] = await shownIn(here, id);
	rmSync(pathOf(here.dataFolder, voiceName));
	const path = pathOf(here.dataFolder, pictureName);
	const flipped = readFileSync(path);
	flipped.writeUInt8(flipped.readUInt8(300) ^ 1, 300);
	writeFileSync(path, flipped);
	const there = await restored(await backUp(here));
	expect(there.found).toMatchObject({ media: 1, lost: 2 });
	const states = async () => (await viewMedia(there.db, id)).map(({ state }) => state);
	expect(await states()).toEqual(['awaited', 'awaited', 'shown']);
	await sweepMedia(there.db, there.dataFolder);
	for (const { bytes } of [gone, damaged]) {
		const arrived = await receivePiece(there.media, hashOf(bytes), 0, bytes);
		expect(arrived).toEqual({ offset: bytes.length, size: bytes.length });
	}
	expect(await states()).toEqual(['shown', 'shown', 'shown']);
	expect(await shownIn(there, id)).toEqual(await shownIn(here, id));
});

it('awaits what is gone for each need that has it, and leaves alone what others have and what never came', async () => {
	const here = homeOf(await opened(openTestDatabase()));
	const [gone, fine] = [await picture('#040404'), recording()];
	const needs = [await tell(here, [gone]), await tell(here, [gone])];
	const other = await tell(here, [fine]);
	const media = [itemOf(randomBytes(77), 'audio/webm')];
	const never = aNeed('Sin voz', { media });
	await receive(here, { v: 1, submissions: [never] }, new Date());
	for (const { id } of needs) {
		const [name = ''] = await shownIn(here, id);
		rmSync(pathOf(here.dataFolder, name), { force: true });
	}
	const there = await restored(await backUp(here));
	expect(there.found).toMatchObject({ media: 1, lost: 2 });
	const stateOf = async (id: string) => (await viewMedia(there.db, id)).map(({ state }) => state);
	for (const { id } of [...needs, never]) expect(await stateOf(id)).toEqual(['awaited']);
	expect(await stateOf(other.id)).toEqual(['shown']);
	await receivePiece(there.media, hashOf(gone.bytes), 0, gone.bytes);
	for (const { id } of needs) expect(await stateOf(id)).toEqual(['shown']);
});

it('brings back what a hub holds for others, and lets come again what it lost', async () => {
	const here = homeOf(await opened(openTestDatabase()));
	const [held, lost, sent] = [randomBytes(30), randomBytes(40), randomBytes(50)];
	for (const bytes of [held, sent]) {
		const path = pathOf(here.dataFolder, hashOf(bytes));
		mkdirSync(join(path, '..'), { recursive: true });
		writeFileSync(path, bytes);
	}
	rmSync(pathOf(here.dataFolder, hashOf(sent)));
	const arrived_at = new Date();
	await here.db
		.insertInto('hub_media')
		.values([
			{ sha256: hashOf(held), size: 30, arrived_at },
			{ sha256: hashOf(lost), size: 40, arrived_at },
			{ sha256: hashOf(sent), size: 50, arrived_at, forwarded_at: arrived_at },
			{ sha256: hashOf(randomBytes(60)), size: 60 }
		])
		.execute();
	const there = await restored(await backUp(here));
	// what never came is not lost
	expect(there.found).toMatchObject({ media: 1, lost: 1 });
	expect(readFileSync(pathOf(there.dataFolder, hashOf(held)))).toEqual(held);
	const rows = await there.db.selectFrom('hub_media').select(['size', 'arrived_at']).execute();
	const arrived = rows.filter(({ arrived_at }) => arrived_at).map(({ size }) => size);
	expect(arrived.toSorted()).toEqual([30, 50]);
});

it('changes nothing when it fails after the media have come: neither rows nor files', async () => {
	const here = homeOf(await opened(openTestDatabase()));
	const large = () => ({ ...recording(), bytes: Buffer.concat([voice, randomBytes(200_000)]) });
	await tell(here, [large()]);
	await tell(here, [large()]);
	await tell(here, [large()]);
	const file = await backUp(here);
	writeFileSync(file, readFileSync(file).subarray(0, -1));
	const there = homeOf(await opened(openTestDatabase()));
	const { id } = await tell(there, [recording()]);
	const files = () =>
		readdirSync(there.dataFolder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ name }) => name);
	const before = files();
	await expect(
		restoreBackup(there.db, there.dataFolder, file, passphrase, { replace: true })
	).rejects.toThrow('damaged or not whole');
	expect(files()).toEqual(before);
	const rows = await there.db.selectFrom('needs').select('id').execute();
	expect(rows).toEqual([{ id }]);
});

it('takes the place of another city, whose media the next sweep takes', async () => {
	const here = homeOf(await opened(openTestDatabase()));
	const { id } = await tell(here, [recording()]);
	const file = await backUp(here);
	const there = homeOf(await opened(openTestDatabase()));
	const other = await tell(there, [recording()]);
	const [former = ''] = await shownIn(there, other.id);
	await restoreBackup(there.db, there.dataFolder, file, passphrase, { replace: true });
	expect(existsSync(pathOf(there.dataFolder, former))).toBe(true);
	await sweepMedia(there.db, there.dataFolder);
	expect(existsSync(pathOf(there.dataFolder, former))).toBe(false);
	const [name = ''] = await shownIn(there, id);
	expect(existsSync(pathOf(there.dataFolder, name))).toBe(true);
});

it('goes into a city that was started but where nobody has told anything, without more ado', async () => {
	const here = homeOf(await opened(openTestDatabase()));
	const { id } = await tell(here, [recording()]);
	const file = await backUp(here);
	const there = homeOf(await opened(openTestDatabase()));
	await publishCity(there.db);
	await restoreBackup(there.db, there.dataFolder, file, passphrase, { replace: false });
	expect(await viewMedia(there.db, id)).toMatchObject([{ state: 'shown' }]);
});

it('brings the order of changes and what is published along', async () => {
	const here = homeOf(await opened(openTestDatabase()));
	await publishCity(here.db);
	const there = await restored(await backUp(here));
	for (const table of ['changes', 'publications'] as const) {
		expect(await there.db.selectFrom(table).selectAll().execute()).toEqual(
			await here.db.selectFrom(table).selectAll().execute()
		);
	}
});
