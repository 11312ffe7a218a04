/** Recordings and photos on their way to the city: in pieces, for a need that is known. */
import { randomBytes } from 'node:crypto';
import { truncateSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { cityWithDoor } from './city-with-door.ts';
import { hashOf, itemOf, voice } from './media-made.ts';
import { mediaPhone, told } from './media-phone.ts';

const city = cityWithDoor();
const { send, at, head, put, files } = mediaPhone(city);
afterEach(cleaningEnded);

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
		mkdirSync(join(city.door.city.dataFolder, 'media/arriving'), { recursive: true });
		writeFileSync(join(city.door.city.dataFolder, 'media/arriving', hashOf(bytes)), bytes);
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
		const path = join(city.door.city.dataFolder, 'media/arriving', hashOf(bytes));
		truncateSync(path, 400);
		expect((await head(hashOf(bytes))).offset).toBe(400);
		await put(hashOf(bytes), 400, bytes.subarray(400));
		expect((await send(envelope))[0]?.receipt).toBeDefined();
	});
});
