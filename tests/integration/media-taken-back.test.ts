/** Recordings and photos that nobody needs any more go from the disk, and no others. */
import { randomBytes } from 'node:crypto';
import { utimesSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { deriveSecrets } from '../../src/lib/domain/receipt-code.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { cityWithDoor } from './city-with-door.ts';
import { openTestDatabase } from './database.ts';
import { aWithdrawal, newHome } from './invented.ts';
import { hashOf, itemOf, photo, voice } from './media-made.ts';
import { mediaPhone, told } from './media-phone.ts';

const city = cityWithDoor();
const { send, put, rowsOf, files } = mediaPhone(city);
afterEach(cleaningEnded);

describe('media of a need that is taken back', () => {
	it('go from the disk with the words, whole ones and those on their way', async () => {
		const picture = await photo('#123456', 320, 240);
		const half = Buffer.concat([voice, randomBytes(99)]);
		const { envelope, code } = told([itemOf(half), itemOf(picture, 'image/jpeg')]);
		await send(envelope);
		await put(hashOf(picture), 0, picture);
		await put(hashOf(half), 0, half.subarray(0, 300));
		const [, seen] = await rowsOf(envelope.id);
		expect(files()).toContain(seen?.shown);
		await send(aWithdrawal(deriveSecrets(code)));
		await cleaningEnded();
		expect(files()).not.toContain(seen?.shown);
		expect(files()).not.toContain(hashOf(half));
		expect(await rowsOf(envelope.id)).toEqual([]);
		expect((await put(hashOf(half), 300, half.subarray(300))).status).toBe(404);
		expect((await send(envelope))[0]?.result).toBe('deleted');
	});

	it('stay while another need lists the same', async () => {
		const picture = await photo('#654321', 320, 240);
		const first = told([itemOf(picture, 'image/jpeg')]);
		const second = told([itemOf(picture, 'image/jpeg')]);
		await send(first.envelope, second.envelope);
		await put(hashOf(picture), 0, picture);
		expect((await send(second.envelope))[0]?.receipt).toBeDefined();
		await send(aWithdrawal(deriveSecrets(first.code)));
		await cleaningEnded();
		const [seen] = await rowsOf(second.envelope.id);
		expect(files()).toContain(seen?.shown);
	});

	it('are replaced with the words by a need that takes its place', async () => {
		const old = told([itemOf(voice)], 'antes');
		await send(old.envelope);
		const { withdraw } = deriveSecrets(old.code);
		const { envelope } = told([], 'después');
		const [result] = await send({ ...envelope, supersedes: { id: old.envelope.id, withdraw } });
		expect(result?.result).toBe('accepted');
		expect((await send(old.envelope))[0]?.result).toBe('deleted');
		const kept = await city.db
			.selectFrom('submissions')
			.select('envelope')
			.where('id', '=', envelope.id)
			.executeTakeFirst();
		expect(kept?.envelope).toMatchObject({ supersedes: { id: old.envelope.id } });
		expect(JSON.stringify(kept)).not.toContain(withdraw);
	});
});

describe('a sweep', () => {
	const folder = () => join(city.door.city.dataFolder, 'media');
	const place = (name: string, bytes: Buffer) => {
		const path = join(folder(), name);
		mkdirSync(join(path, '..'), { recursive: true });
		writeFileSync(path, bytes);
		return path;
	};
	const sweep = () => sweepMedia(city.db, city.door.city.dataFolder);

	it('takes what nothing refers to, and nothing else', async () => {
		const picture = await photo('#0B4690', 320, 240);
		const half = Buffer.concat([voice, randomBytes(50)]);
		const { envelope } = told([itemOf(half), itemOf(picture, 'image/jpeg')]);
		await send(envelope);
		await put(hashOf(half), 0, half.subarray(0, 500));
		await put(hashOf(picture), 0, picture);
		const [, seen] = await rowsOf(envelope.id);
		const orphan = hashOf(randomBytes(10));
		place(`${orphan.slice(0, 2)}/${orphan}`, randomBytes(10));
		place(`arriving/${orphan}`, randomBytes(10));
		expect(await sweep()).toBe(2);
		expect(files()).not.toContain(orphan);
		expect(files()).toEqual(expect.arrayContaining([seen?.shown, hashOf(half)]));
		expect(await sweep()).toBe(0);
		expect((await put(hashOf(half), 500, half.subarray(500))).status).toBe(200);
	});

	it('leaves a draft that may still be written, and takes one that a crash left behind', async () => {
		const draft = `${hashOf(randomBytes(3))}.draft`;
		const path = place(`aa/${draft}`, randomBytes(10));
		await sweep();
		expect(files()).toContain(draft);
		utimesSync(path, 0, 0);
		await sweep();
		expect(files()).not.toContain(draft);
	});

	it('remembers how often a picture that is awaited could not be opened', async () => {
		const picture = await photo('#010203', 320, 240);
		const { envelope } = told([itemOf(picture, 'image/jpeg')]);
		await send(envelope);
		place(`arriving/${hashOf(picture)}.decoding`, Buffer.from('..'));
		place(`arriving/${hashOf(randomBytes(4))}.decoding`, Buffer.from('..'));
		expect(await sweep()).toBe(1);
		expect(files()).toContain(`${hashOf(picture)}.decoding`);
		await put(hashOf(picture), 0, picture);
		expect(files()).not.toContain(`${hashOf(picture)}.decoding`);
	});

	it('leaves what a hub holds for others', async () => {
		const [whole, coming] = [hashOf(randomBytes(5)), hashOf(randomBytes(6))];
		await city.db
			.insertInto('hub_media')
			.values([
				{ sha256: whole, size: 5, arrived_at: new Date() },
				{ sha256: coming, size: 6 }
			])
			.execute();
		place(`${whole.slice(0, 2)}/${whole}`, randomBytes(5));
		place(`arriving/${coming}`, randomBytes(2));
		expect(await sweep()).toBe(0);
		expect(files()).toEqual(expect.arrayContaining([whole, coming]));
	});

	it('touches nothing where the database is new, or another city’s, opened by mistake', async () => {
		const orphan = hashOf(randomBytes(10));
		place(`${orphan.slice(0, 2)}/${orphan}`, randomBytes(10));
		const before = files().toSorted();
		const empty = await openTestDatabase();
		expect(await sweepMedia(empty.db, city.door.city.dataFolder)).toBe(0);
		const { envelope } = told([]);
		const elsewhere = { db: empty.db, ...newHome() };
		await receive(elsewhere, { v: 1, submissions: [envelope] }, new Date());
		expect(await sweepMedia(empty.db, city.door.city.dataFolder)).toBe('other database');
		await empty.close();
		expect(before).toContain(orphan);
		expect(files().toSorted()).toEqual(before);
	});
});
