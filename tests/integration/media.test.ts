/** Recordings and photos of a need: whole or not at all, shown only as what they are, plain or sealed. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { canonicalText, fingerprint } from '../../src/lib/domain/fingerprint.ts';
import type { MediaItem } from '../../src/lib/domain/media.ts';
import { sealFor, sealMedia } from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { cityWithDoor } from './city-with-door.ts';
import { newId } from './invented.ts';
import { hashOf, itemOf, photo, voice, voiceMp4 } from './media-made.ts';
import { mediaPhone, told } from './media-phone.ts';

const city = cityWithDoor();
const { send, put, rowsOf, files } = mediaPhone(city);
afterEach(cleaningEnded);

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
		const need = await city.db
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
		const bytesOf = (name: string | null) =>
			readFileSync(pathOf(city.door.city.dataFolder, name ?? ''));
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
		const key = city.door.city.keys.sealing[0].public;
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
		expect(readFileSync(pathOf(city.door.city.dataFolder, heard?.shown ?? ''))).toEqual(
			contents[0]
		);
		const left = await city.db
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
