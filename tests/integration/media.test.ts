/** Recordings and photos on their way to the city: in pieces, whole or not at all, for a need that is known. */
import { randomBytes } from 'node:crypto';
import {
	readdirSync,
	readFileSync,
	truncateSync,
	utimesSync,
	writeFileSync,
	mkdirSync
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { canonicalText, fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import type { MediaItem } from '../../src/lib/domain/media.ts';
import { makeReceiptCode, deriveSecrets } from '../../src/lib/domain/receipt-code.ts';
import { sealFor, sealMedia } from '../../src/lib/domain/seal.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { aWithdrawal, newHome, newId } from './invented.ts';
import { hashOf, itemOf, photo, voice, voiceMp4 } from './media-made.ts';

let test: TestDatabase;
let door: Door;

beforeAll(async () => {
	test = await openTestDatabase();
	door = await openDoor(test.url);
});
afterEach(cleaningEnded);
afterAll(async () => {
	await door.close();
	await test.close();
});

function told(media: MediaItem[], words = 'Mira esto', code = makeReceiptCode(randomBytes(10))) {
	const form = { topic: 'access', words, place: null, publish: false } as const;
	return { code, envelope: makeEnvelope(form, 'es', { id: newId(), code }, media) };
}

async function send(...submissions: unknown[]): Promise<SyncResult[]> {
	const response = await fetch(`${door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions })
	});
	return ((await response.json()) as { results: SyncResult[] }).results;
}

const at = (sha256: string) => `${door.url}/api/media/${sha256}`;

async function head(sha256: string) {
	const { status, headers } = await fetch(at(sha256), { method: 'HEAD' });
	return { status, offset: Number(headers.get('upload-offset')) };
}

async function put(sha256: string, offset: number, bytes: Uint8Array) {
	const response = await fetch(`${at(sha256)}?offset=${offset}`, {
		method: 'PUT',
		headers: { 'content-type': 'application/octet-stream' },
		body: new Uint8Array(bytes)
	});
	const problem =
		response.status === 200 ? undefined : ((await response.json()) as { type: string }).type;
	return {
		status: response.status,
		offset: Number(response.headers.get('upload-offset')),
		problem
	};
}

async function rowsOf(id: string) {
	return test.db
		.selectFrom('media')
		.selectAll()
		.where('submission', '=', id)
		.orderBy('position')
		.execute();
}

const files = () =>
	readdirSync(join(door.city.dataFolder, 'media'), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ name }) => name);

describe('a need with media', () => {
	it('has its words at the city at once, and its receipt only when everything is there', async () => {
		const picture = await photo();
		const { envelope } = told([itemOf(voice), itemOf(picture, 'image/jpeg')]);
		const [first] = await send(envelope);
		expect(first).toEqual({
			id: envelope.id,
			result: 'incomplete',
			missing: [hashOf(voice), hashOf(picture)]
		});
		const need = await test.db
			.selectFrom('needs')
			.selectAll()
			.where('id', '=', envelope.id)
			.execute();
		expect(need).toMatchObject([{ words: 'Mira esto' }]);

		expect(await put(hashOf(voice), 0, voice)).toMatchObject({ status: 200, offset: voice.length });
		expect(await send(envelope)).toEqual([
			{ id: envelope.id, result: 'incomplete', missing: [hashOf(picture)] }
		]);
		await put(hashOf(picture), 0, picture);
		const [done] = await send(envelope);
		expect(done).toMatchObject({ result: 'duplicate', receipt: { sha256: fingerprint(envelope) } });
	});

	it('may be a voice only', async () => {
		const { envelope } = told([itemOf(voice)], '');
		await send(envelope);
		await put(hashOf(voice), 0, voice);
		expect((await send(envelope))[0]?.receipt).toBeDefined();
		expect((await send(told([], '').envelope))[0]?.problem?.type).toBe('/problems/blank');
	});

	it('keeps a voice byte for byte, and of a photo only an upright copy without metadata', async () => {
		const picture = await photo('#0B6E6E');
		expect((await sharp(picture).metadata()).exif).toBeDefined();
		const { envelope } = told([itemOf(voiceMp4, 'audio/mp4'), itemOf(picture, 'image/jpeg')]);
		await send(envelope);
		await put(hashOf(voiceMp4), 0, voiceMp4);
		await put(hashOf(picture), 0, picture);
		const [heard, seen] = await rowsOf(envelope.id);
		const bytesOf = (name: string | null) => readFileSync(pathOf(door.city.dataFolder, name ?? ''));
		expect(bytesOf(heard?.shown ?? null)).toEqual(voiceMp4);
		expect(heard?.shown_type).toBe('audio/mp4');
		const copy = bytesOf(seen?.shown ?? null);
		const { width, height, exif, format, orientation } = await sharp(copy).metadata();
		expect({ width, height, exif, format, orientation }).toEqual({
			width: 960,
			height: 1280,
			exif: undefined,
			format: 'jpeg',
			orientation: undefined
		});
		expect(files()).not.toContain(hashOf(picture));
		expect(copy.includes('GPS') || copy.includes('Plaza')).toBe(false);
	});

	it('lists the same photo twice and needs its bytes once', async () => {
		const picture = await photo('#5B6B12', 300, 200);
		const { envelope } = told([itemOf(picture, 'image/jpeg'), itemOf(picture, 'image/jpeg')]);
		expect((await send(envelope))[0]?.missing).toEqual([hashOf(picture)]);
		await put(hashOf(picture), 0, picture);
		expect((await send(envelope))[0]?.receipt).toBeDefined();
	});
});

describe('bytes on their way', () => {
	it('go on where the line broke, for any cut', async () => {
		const bytes = Buffer.concat([voice, randomBytes(1000)]);
		const { envelope } = told([itemOf(bytes)]);
		await send(envelope);
		for (let offset = 0; offset < bytes.length;) {
			expect(await head(hashOf(bytes))).toEqual({ status: 200, offset });
			const piece = bytes.subarray(offset, offset + 700);
			offset = (await put(hashOf(bytes), offset, piece)).offset;
		}
		expect((await send(envelope))[0]?.receipt).toBeDefined();
		expect(await head(hashOf(bytes))).toEqual({ status: 200, offset: bytes.length });
	});

	it('that come twice or out of order are told where to go on', async () => {
		const { envelope } = told([itemOf(voice)], 'dos veces');
		const other = Buffer.concat([voice, randomBytes(9)]);
		await send({ ...envelope, media: [itemOf(other)] });
		await put(hashOf(other), 0, other.subarray(0, 100));
		const again = await put(hashOf(other), 0, other.subarray(0, 100));
		expect(again).toEqual({ status: 409, offset: 100, problem: '/problems/offset' });
		expect((await put(hashOf(other), 900, other.subarray(900))).status).toBe(409);
		expect((await put(hashOf(other), 100, other.subarray(100))).offset).toBe(other.length);
		// all of it is here: whatever is sent now changes nothing
		expect(await put(hashOf(other), 0, randomBytes(50))).toMatchObject({
			status: 200,
			offset: other.length
		});
	});

	it('that come from two phones at once are kept once', async () => {
		const bytes = Buffer.concat([voice, randomBytes(20)]);
		const { envelope } = told([itemOf(bytes)]);
		await send(envelope);
		await Promise.all(Array.from({ length: 12 }, () => put(hashOf(bytes), 0, bytes)));
		expect((await send(envelope))[0]?.receipt).toBeDefined();
		expect(files().filter((name) => name === hashOf(bytes))).toHaveLength(1);
	});

	it('that are others than was announced are thrown away and may begin again', async () => {
		const bytes = Buffer.concat([voice, randomBytes(30)]);
		const { envelope } = told([itemOf(bytes)]);
		await send(envelope);
		const flipped = Buffer.from(bytes);
		flipped[500] = (flipped[500] ?? 0) ^ 1;
		expect(await put(hashOf(bytes), 0, flipped)).toMatchObject({
			status: 422,
			problem: '/problems/hash'
		});
		expect((await send(envelope))[0]?.result).toBe('incomplete');
		expect(await head(hashOf(bytes))).toEqual({ status: 200, offset: 0 });
		await put(hashOf(bytes), 0, bytes);
		expect((await send(envelope))[0]?.receipt).toBeDefined();
	});

	it('for which no need is known find no room', async () => {
		const stranger = randomBytes(40);
		expect(await put(hashOf(stranger), 0, stranger)).toMatchObject({ status: 404 });
		expect((await head(hashOf(stranger))).status).toBe(404);
		expect((await head('x')).status).toBe(404);
		expect(files()).not.toContain(hashOf(stranger));
	});

	it.each([
		['more than was announced', (bytes: Buffer) => Buffer.concat([bytes, bytes]), 413],
		['more than a piece may have', () => randomBytes(1024 * 1024 + 1), 413]
	])('%s are refused, and what is there stays', async (_, change, status) => {
		const bytes = Buffer.concat([voice, randomBytes(16)]);
		const { envelope } = told([itemOf(bytes)]);
		await send(envelope);
		await put(hashOf(bytes), 0, bytes.subarray(0, 200));
		expect((await put(hashOf(bytes), 200, change(bytes))).status).toBe(status);
		expect((await head(hashOf(bytes))).offset).toBe(200);
	});

	it.each(['', 'abc', '-1', '1.5', '1e99'])(
		'with the offset "%s" are malformed',
		async (offset) => {
			const response = await fetch(`${at(hashOf(voice))}?offset=${offset}`, {
				method: 'PUT',
				body: 'x'
			});
			expect(response.status).toBe(400);
		}
	);

	it('that a crash left whole but not noted are kept by an empty piece', async () => {
		const bytes = Buffer.concat([voice, randomBytes(18)]);
		const { envelope } = told([itemOf(bytes)]);
		await send(envelope);
		mkdirSync(join(door.city.dataFolder, 'media/arriving'), { recursive: true });
		writeFileSync(join(door.city.dataFolder, 'media/arriving', hashOf(bytes)), bytes);
		expect((await head(hashOf(bytes))).offset).toBe(bytes.length);
		expect((await send(envelope))[0]?.result).toBe('incomplete');
		expect((await put(hashOf(bytes), bytes.length, Buffer.alloc(0))).status).toBe(200);
		expect((await send(envelope))[0]?.receipt).toBeDefined();
	});

	it('that a power cut tore are thrown away', async () => {
		const bytes = Buffer.concat([voice, randomBytes(19)]);
		const { envelope } = told([itemOf(bytes)]);
		await send(envelope);
		await put(hashOf(bytes), 0, bytes.subarray(0, 1000));
		const path = join(door.city.dataFolder, 'media/arriving', hashOf(bytes));
		truncateSync(path, 400);
		expect((await head(hashOf(bytes))).offset).toBe(400);
		await put(hashOf(bytes), 400, bytes.subarray(400));
		expect((await send(envelope))[0]?.receipt).toBeDefined();
	});
});

describe('bytes that are not what they seem', () => {
	const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
	const html = Buffer.from('<!doctype html><script>alert(1)</script>');
	it.each<[string, Buffer | Promise<Buffer>, MediaItem['type']]>([
		['a drawing with a script as a photo', svg, 'image/png'],
		['a page as a recording', html, 'audio/mpeg'],
		['half a photo', photo().then((bytes) => bytes.subarray(0, 900)), 'image/jpeg'],
		['a photo as a recording', photo('#000', 50, 50), 'audio/webm'],
		['a recording as a photo', voice, 'image/webp']
	])('%s: kept, receipted, and shown to nobody', async (_, given, type) => {
		const bytes = Buffer.concat([await given, randomBytes(3)]);
		const { envelope } = told([itemOf(bytes, type)], 'mira');
		await send(envelope);
		await put(hashOf(bytes), 0, bytes);
		expect((await send(envelope))[0]?.receipt).toBeDefined();
		expect(await rowsOf(envelope.id)).toMatchObject([{ shown: null, shown_type: null }]);
	});

	it('a picture of 400 million pixels is not opened', async () => {
		const bomb = await sharp({
			create: { width: 20_000, height: 20_000, channels: 3, background: '#fff' },
			limitInputPixels: false
		})
			.png({ compressionLevel: 9 })
			.toBuffer();
		const { envelope } = told([itemOf(bomb, 'image/png')]);
		await send(envelope);
		await put(hashOf(bomb), 0, bomb);
		expect(await rowsOf(envelope.id)).toMatchObject([{ shown: null }]);
	});
});

describe('a sealed need with media', () => {
	async function sealed(envelope: EnvelopeOf<'need'>, contents: Buffer[]) {
		const key = door.city.keys.sealing[0].public;
		const bytes = await Promise.all(
			contents.map(async (each, position) =>
				Buffer.from(
					await sealMedia(cryptography, envelope.mediaKey ?? '', position, new Uint8Array(each))
				)
			)
		);
		const letter = {
			id: envelope.id,
			sealed: await sealFor(cryptography, key, canonicalText(envelope)),
			media: bytes.map((each) => ({ sha256: hashOf(each), size: each.length }))
		};
		return { letter, bytes };
	}

	it('is the same need as its plain copy, and its media come sealed or plain', async () => {
		const picture = await photo('#6B3FA0', 400, 300);
		const contents = [Buffer.concat([voice, randomBytes(5)]), picture];
		const { envelope } = told(
			contents.map((each, at) => itemOf(each, at ? 'image/jpeg' : 'audio/webm'))
		);
		const { letter, bytes } = await sealed(envelope, contents);
		const [first] = await send(letter);
		expect(first?.missing).toEqual(bytes.map(hashOf));
		expect((await send(envelope))[0]?.missing).toEqual(contents.map(hashOf));
		await put(hashOf(bytes[0] as Buffer), 0, bytes[0] as Buffer);
		await put(hashOf(contents[1] as Buffer), 0, contents[1] as Buffer);
		const results = [...(await send(letter)), ...(await send(envelope))];
		expect(results.map(({ result }) => result)).toEqual(['duplicate', 'duplicate']);
		expect(results[0]?.receipt).toEqual(results[1]?.receipt);
		expect(results[0]?.receipt?.sha256).toBe(fingerprint(envelope));
		const [heard] = await rowsOf(envelope.id);
		expect(readFileSync(pathOf(door.city.dataFolder, heard?.shown ?? ''))).toEqual(contents[0]);
		const left = await test.db
			.selectFrom('media_awaited')
			.selectAll()
			.where('submission', '=', envelope.id)
			.execute();
		expect(left).toEqual([]);
	});

	it('is refused when other media are listed outside than inside, or another id', async () => {
		const { envelope } = told([itemOf(voice)]);
		const { letter } = await sealed(envelope, [voice]);
		const results = await send(
			{ ...letter, media: [] },
			{ ...letter, id: newId() },
			{ ...letter, sealed: letter.sealed.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')) },
			{ ...letter, extra: 1 }
		);
		const codes = results.map(({ problem }) => problem?.type.split('/').at(-1));
		expect(codes).toEqual(['media', 'sealed', 'sealed', 'unknown-field']);
	});
});

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
		const kept = await test.db
			.selectFrom('submissions')
			.select('envelope')
			.where('id', '=', envelope.id)
			.executeTakeFirst();
		expect(kept?.envelope).toMatchObject({ supersedes: { id: old.envelope.id } });
		expect(JSON.stringify(kept)).not.toContain(withdraw);
	});
});

describe('a sweep', () => {
	const folder = () => join(door.city.dataFolder, 'media');
	const place = (name: string, bytes: Buffer) => {
		const path = join(folder(), name);
		mkdirSync(join(path, '..'), { recursive: true });
		writeFileSync(path, bytes);
		return path;
	};
	const sweep = () => sweepMedia(test.db, door.city.dataFolder);

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
		await test.db
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
		expect(await sweepMedia(empty.db, door.city.dataFolder)).toBe(0);
		const { envelope } = told([]);
		const elsewhere = { db: empty.db, ...newHome() };
		await receive(elsewhere, { v: 1, submissions: [envelope] }, new Date());
		expect(await sweepMedia(empty.db, door.city.dataFolder)).toBe('other database');
		await empty.close();
		expect(before).toContain(orphan);
		expect(files().toSorted()).toEqual(before);
	});
});
