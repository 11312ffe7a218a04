/**
 * Files that lie, through both doors (a plain form, and the pieces of a phone): each is refused with its own problem or kept
 * from everybody, or what is shown of it can neither act nor tell where it was made.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MediaItem } from '../../src/lib/domain/media.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { actions } from '../../src/routes/[lang=lang]/needs/new/+page.server.ts';
import { aNeed, newId } from './invented.ts';
import { hashOf, itemOf, photo, voice, voiceMp4 } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let staff: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	staff = openBrowser();
	await staff.signIn('ana@city.example', password);
});
afterAll(() => city.close());

type Role = 'voice' | 'photo';
interface File {
	name: string;
	bytes: Buffer;
	/** As whoever sends it calls it. */
	type: MediaItem['type'];
}
/** What staff get of it; or why it was not taken. */
type Seen = { bytes: Buffer; headers: Headers } | { refused: string | undefined };

/** By a plain form, as a browser without script sends it. */
async function byForm(role: Role, { name, bytes, type }: File): Promise<Seen> {
	const code = '7ZJ4Q0M2RWTC9XKB';
	const id = newId();
	const form = new FormData();
	const fields = { topic: 'access', words: 'Mira', place: 'none', id, code };
	for (const [field, value] of Object.entries(fields)) form.append(field, value);
	form.append(role, new Blob([new Uint8Array(bytes)], { type }), name);
	const url = 'http://city.example/es/needs/new?/send';
	const request = new Request(url, { method: 'POST', body: form });
	const answer = (await actions.send({ request, params: { lang: 'es' } } as never)) as never;
	const { data } = answer as { data?: { problem?: string } };
	if (data?.problem) {
		expect(await city.db.selectFrom('needs').where('id', '=', id).execute()).toEqual([]);
		return { refused: data.problem };
	}
	return seenBy(id);
}

/** By the doors of a phone: its words, then its bytes. */
async function byPieces(role: Role, { bytes, type }: File): Promise<Seen> {
	const told = aNeed('Mira', { media: [{ ...itemOf(bytes, type), role } as MediaItem] });
	const { results } = await receive(city, { v: 1, submissions: [told] }, new Date());
	expect(results[0]?.problem).toBeUndefined();
	await receivePiece(city.door.media, hashOf(bytes), 0, bytes);
	return seenBy(told.id);
}

async function seenBy(id: string): Promise<Seen> {
	const { status, data } = await staff.fetch(`/staff/media/${id}/0`);
	if (status === 404) return { refused: undefined };
	const response = data as Response;
	return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}

const page = '<!doctype html><script>alert(document.domain)</script>';
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
/** The end of a zip with one file, as it may stand behind anything. */
const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const small = () => photo('#0B6E6E', 320, 240);
const behind = async (picture: Promise<Buffer>, more: string | Buffer) =>
	Buffer.concat([await picture, Buffer.from(more)]);

/** A comment of a JPEG right behind its beginning, in front of everything else. */
async function withComment(text: string): Promise<Buffer> {
	const picture = await small();
	const head = Buffer.from([0xff, 0xfe, 0, 0]);
	head.writeUInt16BE(text.length + 2, 2);
	return Buffer.concat([picture.subarray(0, 2), head, Buffer.from(text), picture.subarray(2)]);
}

/** A black picture of one bit a pixel, small as a file however large it is; made by hand, because that is quick. */
async function blackPng(width: number, height: number): Promise<Buffer> {
	const part = (type: string, content: Buffer) => {
		const named = Buffer.concat([Buffer.from(type), content]);
		const around = Buffer.alloc(8);
		around.writeUInt32BE(content.length);
		around.writeUInt32BE(crc32(named), 4);
		return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
	};
	const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
	head.writeUInt32BE(width);
	head.writeUInt32BE(height, 4);
	const rows = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		part('IHDR', head),
		part('IDAT', deflateSync(rows)),
		part('IEND', Buffer.alloc(0))
	]);
}

/** A box of an MP4 file. */
function box(type: string, content: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(content.length + 8);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, content]);
}
const place = '+41.3879+002.1699/';

const doors = [
	['by a form', byForm],
	['by a phone', byPieces]
] as const;

describe.each(doors)('a picture that comes %s', (_, send) => {
	test.each<[string, string, MediaItem['type'], () => Promise<Buffer>]>([
		['knows where it was made', 'IMG_1.jpg', 'image/jpeg', small],
		['is a page too', 'a.html.jpg', 'image/jpeg', () => behind(small(), page)],
		['is an archive too', 'a.zip', 'image/jpeg', () => behind(small(), zip)],
		['is a script too', 'a.js', 'image/jpeg', () => withComment('*/=alert(1)/*')],
		['has a page in its notes', 'a.php.jpg', 'image/jpeg', () => withComment(page)],
		['has markup for a name', '"><img src=x onerror=alert(1)>.jpg', 'image/jpeg', small],
		['has a path for a name', '../../../etc/passwd', 'image/jpeg', small],
		['is called a PNG', 'a.png', 'image/png', small],
		['is black', 'a.png', 'image/png', () => blackPng(20, 20)]
	])(
		'and %s is shown anew: only what can be seen of it is left',
		async (_what, name, type, make) => {
			const bytes = await make();
			const seen = await send('photo', { name, bytes, type });
			if ('refused' in seen) throw new Error('it is not shown');
			const { format, exif, xmp, comments } = await sharp(seen.bytes).metadata();
			expect({ format, exif, xmp, comments }).toEqual({ format: 'jpeg' });
			for (const trace of ['GPS', 'Plaza', '<script', 'alert', 'PK\x05\x06'])
				expect(seen.bytes.includes(trace)).toBe(false);
			expectHarmless(seen.headers, 'image/jpeg');
		}
	);

	test.each<[string, string, MediaItem['type'], () => Promise<Buffer>]>([
		['a drawing with a script', 'a.png', 'image/png', async () => Buffer.from(drawing)],
		['a page', 'a.jpg', 'image/jpeg', async () => Buffer.from(page)],
		['20,000 pixels each way', 'a.png', 'image/png', () => blackPng(20_000, 20_000)],
		['a ribbon of 60,000,000 pixels', 'a.png', 'image/png', () => blackPng(60_000, 1000)],
		['half a photo', 'a.jpg', 'image/jpeg', async () => (await small()).subarray(0, 700)],
		['a GIF', 'a.gif.jpg', 'image/jpeg', () => animation()],
		['a recording', 'a.webm.jpg', 'image/jpeg', async () => voice]
	])('but is %s: a problem of its own, or nobody sees it', async (_what, name, type, make) => {
		const bytes = Buffer.concat([await make(), randomBytes(2)]);
		const seen = await send('photo', { name, bytes, type });
		expect(seen).toEqual({ refused: send === byForm ? 'no-picture' : undefined });
	});
});

describe.each(doors)('a recording that comes %s', (_, send) => {
	test.each<[string, string, MediaItem['type'], Buffer]>([
		['a page behind its sound', 'a.html', 'audio/webm', Buffer.concat([voice, Buffer.from(page)])],
		['an archive behind its sound', 'a.zip', 'audio/webm', Buffer.concat([voice, zip])],
		['only its first half', 'a.webm', 'audio/webm', voice.subarray(0, voice.length / 2)],
		['another type than it says', 'a.mp3', 'audio/mpeg', Buffer.concat([voice, zip, zip])]
	])('with %s is only ever a recording', async (_what, name, type, bytes) => {
		const seen = await send('voice', { name, bytes: Buffer.concat([bytes, randomBytes(2)]), type });
		if ('refused' in seen) throw new Error('it is not to be heard');
		expectHarmless(seen.headers, 'audio/webm');
	});

	test('and knows where it was made forgets it', async () => {
		const bytes = Buffer.concat([
			voiceMp4,
			box('moov', box('udta', box('\xa9xyz', Buffer.from(place)))),
			box('uuid', Buffer.from(`Plaza ${place} ${randomBytes(4).toString('hex')}`))
		]);
		const seen = await send('voice', { name: 'a.m4a', bytes, type: 'audio/mp4' });
		if ('refused' in seen) throw new Error('it is not to be heard');
		expectHarmless(seen.headers, 'audio/mp4');
		expect(seen.bytes.length).toBe(bytes.length);
		expect(seen.bytes.includes('+41.3879')).toBe(false);
		expect(seen.bytes.subarray(0, voiceMp4.length).equals(voiceMp4)).toBe(true);
		const { db, dataFolder } = city;
		const { shown } = await db
			.selectFrom('media')
			.select('shown')
			.where('shown_type', '=', 'audio/mp4')
			.orderBy('arrived_at', 'desc')
			.executeTakeFirstOrThrow();
		const kept = join(dataFolder, 'media', shown?.slice(0, 2) ?? '', shown ?? '');
		expect(readFileSync(kept).includes('+41.3879')).toBe(false);
	});

	test.each<[string, string, () => Promise<Buffer>]>([
		['a page that is called a song', 'a.mp3', async () => Buffer.from(page)],
		['a drawing with a script', 'a.svg.mp3', async () => Buffer.from(drawing)],
		['a photo', 'a.jpg.mp3', small],
		['a few bytes', 'a.mp3', async () => voice.subarray(0, 20)],
		['an archive', 'a.mp3', async () => Buffer.concat([Buffer.from('PK\x03\x04'), zip])]
	])('but is %s: a problem of its own, or nobody hears it', async (_what, name, make) => {
		const bytes = Buffer.concat([await make(), randomBytes(2)]);
		const seen = await send('voice', { name, bytes, type: 'audio/mpeg' });
		expect(seen).toEqual({ refused: send === byForm ? 'no-sound' : undefined });
	});
});

/** Of the type that its bytes have, named by us, and whoever opens it by itself opens a page that may do nothing. */
function expectHarmless(headers: Headers, type: string): void {
	expect(headers.get('content-type')).toBe(type);
	expect(headers.get('x-content-type-options')).toBe('nosniff');
	expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
	expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
	expect(headers.get('content-disposition')).toMatch(/^inline; filename="need-\d+-0\.[a-z\d]+"$/);
}

function animation(): Promise<Buffer> {
	const create = { width: 9, height: 9, channels: 3, background: '#0B6E6E' } as const;
	return sharp({ create }).gif().toBuffer();
}
