/** Recordings and photos on the staff's pages: for staff only, as what they are, and told apart where they are not here. */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MediaItem } from '../../src/lib/domain/media.ts';
import type { Secrets } from '../../src/lib/domain/receipt-code.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { aNeed, aWithdrawal, newId, newSecrets } from './invented.ts';
import { hashOf, itemOf, photo, voice, voiceMp4 } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let staff: Browser;
let admin: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	await city.addMember('bea@city.example');
	[admin, staff] = [openBrowser(), openBrowser()];
	await admin.signIn('ana@city.example', password);
	await staff.signIn('bea@city.example', password);
});
afterAll(async () => {
	await cleaningEnded();
	await city.close();
});

type Content = { bytes: Buffer; type: MediaItem['type']; arrives?: boolean };

/** Tells a need with media, and brings those that arrive. Gives its id. */
async function tell(
	words: string,
	contents: Content[],
	{ secrets, via = null }: { secrets?: Secrets; via?: string | null } = {}
): Promise<string> {
	const media = contents.map(({ bytes, type }) => itemOf(bytes, type));
	const need = aNeed(words, { media, ...(secrets && { secrets }) });
	const { results } = await receive(city, { v: 1, submissions: [need] }, new Date(), via);
	expect(results[0]?.problem).toBeUndefined();
	for (const { bytes, arrives = true } of contents) {
		if (arrives) await receivePiece(city.door.media, hashOf(bytes), 0, bytes);
	}
	return need.id;
}

const recording = (): Content => ({
	bytes: Buffer.concat([voice, randomBytes(8)]),
	type: 'audio/webm'
});
const picture = async (colour = '#0B6E6E'): Promise<Content> => ({
	bytes: await photo(colour, 640, 480),
	type: 'image/jpeg'
});

async function get(path: string, headers: Record<string, string> = {}, browser = staff) {
	const { status, data } = await browser.fetch(`/staff/media/${path}`, headers);
	if (!(data instanceof Response)) return { status };
	return { status, headers: data.headers, bytes: Buffer.from(await data.arrayBuffer()) };
}

describe('A recording or photo', () => {
	test('is given to staff and admins, and to nobody else', async () => {
		const id = await tell('Escucha', [recording()]);
		const path = `/staff/media/${id}/0`;
		const signedOut = openBrowser();
		await signedOut.signIn('bea@city.example', password);
		await signedOut.post('/staff/sign-out');
		for (const browser of [openBrowser(), signedOut]) {
			const answer = await browser.fetch(path);
			expect(answer.status).toBe(303);
			expect(answer.location).toMatch(/^\/staff\/sign-in/);
			expect(answer.data).toBeUndefined();
		}
		for (const browser of [staff, admin]) expect((await browser.fetch(path)).status).toBe(200);
	});

	test('comes byte for byte, as what it is, and may do nothing', async () => {
		const given = recording();
		const id = await tell('Escucha', [given, await picture()]);
		const { number } = (await staff.open(`/staff/needs/${id}`)).data.need;
		const heard = await get(`${id}/0`);
		expect(heard.bytes).toEqual(given.bytes);
		expect(Object.fromEntries(heard.headers ?? [])).toEqual({
			'accept-ranges': 'bytes',
			'cache-control': 'private, no-store',
			'content-disposition': `inline; filename="need-${number}-0.webm"`,
			'content-length': String(given.bytes.length),
			'content-security-policy': "sandbox; default-src 'none'",
			'content-type': 'audio/webm',
			'cross-origin-resource-policy': 'same-origin',
			'x-content-type-options': 'nosniff'
		});
		const seen = await get(`${id}/1`);
		expect(seen.headers?.get('content-type')).toBe('image/jpeg');
		expect(seen.headers?.get('content-disposition')).toMatch(/need-\d+-1\.jpg"$/);
		expect(seen.headers?.get('content-security-policy')).toBe(
			"sandbox; default-src 'none'; style-src 'unsafe-inline'"
		);
		const { format, exif } = await sharp(seen.bytes).metadata();
		expect({ format, exif }).toEqual({ format: 'jpeg', exif: undefined });
	});

	test('is not found where it has not come, cannot be shown, is of no need, or has no such place', async () => {
		const id = await tell('Mira', [
			{ ...recording(), arrives: false },
			{ bytes: Buffer.concat([voice, randomBytes(4)]), type: 'image/png' }
		]);
		const other = await tell('Otra', [await picture('#123123')]);
		const paths = [
			`${id}/0`,
			`${id}/1`,
			`${id}/2`,
			`${other}/1`,
			`${newId()}/0`,
			`${other}/00`,
			`${other}/-1`,
			`${other}/0.0`,
			`${other}/%2e%2e`,
			`${other}/0%00`,
			`x/0`,
			`${encodeURIComponent("' or 1=1 --")}/0`,
			`${encodeURIComponent('../../keys.json')}/0`
		];
		for (const path of paths) expect((await get(path)).status, path).toBe(404);
	});

	test('is gone with its need, and where its file is lost', async () => {
		const secrets = newSecrets();
		const taken = await tell('Se retira', [await picture('#111111')], { secrets });
		await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
		expect((await get(`${taken}/0`)).status).toBe(404);
		const state = { state: 'withdrawn' } as const;
		const closed = await tell('Se retira', [await picture('#121212')]);
		await city.db.updateTable('needs').set(state).where('id', '=', closed).execute();
		expect((await get(`${closed}/0`)).status).toBe(404);
		const given = recording();
		const lost = await tell('Se pierde', [given]);
		rmSync(pathOf(city.dataFolder, hashOf(given.bytes)));
		expect((await get(`${lost}/0`)).status).toBe(404);
	});

	test('that is a page or a drawing with a script is never given as anything', async () => {
		const hostile = [
			'<!doctype html><script>alert(1)</script>',
			'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
			'%PDF-1.7 <script>alert(1)</script>',
			'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'
		];
		for (const text of hostile) {
			for (const type of ['audio/mpeg', 'audio/wav', 'image/png', 'image/jpeg'] as const) {
				const bytes = Buffer.concat([Buffer.from(text), randomBytes(4)]);
				const id = await tell('Mira', [{ bytes, type }]);
				expect((await get(`${id}/0`)).status, `${text} as ${type}`).toBe(404);
			}
		}
		// and whatever a row says, only types that are known leave the city
		const id = await tell('Mira', [recording()]);
		for (const type of ['text/html', 'image/svg+xml', 'audio/mpeg\r\nx: y', '']) {
			await city.db
				.updateTable('media')
				.set({ shown_type: type })
				.where('submission', '=', id)
				.execute();
			expect((await get(`${id}/0`)).status, type).toBe(404);
		}
	});

	test('is a recording even where a page follows its sound, and then only ever a recording', async () => {
		const bytes = Buffer.concat([voice, Buffer.from('<script>alert(1)</script>')]);
		const id = await tell('Escucha', [{ bytes, type: 'audio/webm' }]);
		const { headers } = await get(`${id}/0`, { accept: 'text/html' });
		expect(headers?.get('content-type')).toBe('audio/webm');
		expect(headers?.get('x-content-type-options')).toBe('nosniff');
	});
});

describe('A part of a recording', () => {
	let id: string;
	let whole: Buffer;
	beforeAll(async () => {
		whole = voiceMp4;
		id = await tell('Escucha', [{ bytes: whole, type: 'audio/mp4' }]);
	});

	test.each<[string, (size: number) => [number, number]]>([
		['bytes=0-1', () => [0, 1]],
		['bytes=0-', (size) => [0, size - 1]],
		['bytes=100-199', () => [100, 199]],
		['bytes=-50', (size) => [size - 50, size - 1]],
		['bytes=-99999999', (size) => [0, size - 1]],
		['bytes=5-99999999999999999999', (size) => [5, size - 1]],
		['Bytes=7-7', () => [7, 7]]
	])('%s is just that part', async (range, expected) => {
		const [first, last] = expected(whole.length);
		const { status, headers, bytes } = await get(`${id}/0`, { range });
		expect(status).toBe(206);
		expect(headers?.get('content-range')).toBe(`bytes ${first}-${last}/${whole.length}`);
		expect(headers?.get('content-length')).toBe(String(last - first + 1));
		expect(bytes).toEqual(whole.subarray(first, last + 1));
	});

	test('parts put together are the whole', async () => {
		const parts: Buffer[] = [];
		for (let at = 0; at < whole.length; at += 777) {
			parts.push((await get(`${id}/0`, { range: `bytes=${at}-${at + 776}` })).bytes as Buffer);
		}
		expect(Buffer.concat(parts)).toEqual(whole);
	});

	test.each(['bytes=99999999-', 'bytes=-0'])('%s lies nowhere', async (range) => {
		const { status, headers, bytes } = await get(`${id}/0`, { range });
		expect(status).toBe(416);
		expect(headers?.get('content-range')).toBe(`bytes */${whole.length}`);
		expect(bytes).toHaveLength(0);
	});

	test.each([
		'bytes=9-3',
		'bytes=',
		'bytes=-',
		'bytes=a-b',
		'bytes=0-1,5-6',
		'lines=0-1',
		'bytes 0-1'
	])('what cannot be understood (%s) gets all of it', async (range) => {
		const { status, bytes } = await get(`${id}/0`, { range });
		expect(status).toBe(200);
		expect(bytes).toEqual(whole);
	});

	test('of a file that may have changed is all of it', async () => {
		const { status } = await get(`${id}/0`, { range: 'bytes=0-1', 'if-range': '"x"' });
		expect(status).toBe(200);
	});
});

describe('The page of a need', () => {
	test('says of each recording and photo whether it is here, on its way, or cannot be shown', async () => {
		const id = await tell('Mira', [
			{ ...recording(), arrives: false },
			await picture('#222222'),
			{ bytes: Buffer.concat([Buffer.from('GIF89a'), randomBytes(9)]), type: 'image/png' },
			{ ...(await picture('#333333')), arrives: false }
		]);
		const { need } = (await staff.open(`/staff/needs/${id}`)).data;
		expect(need.media).toMatchObject([
			{ position: 0, role: 'voice', state: 'awaited' },
			{ position: 1, role: 'photo', state: 'shown' },
			{ position: 2, role: 'photo', state: 'unshown' },
			{ position: 3, role: 'photo', state: 'awaited' }
		]);
	});

	test('names the hub that brought it: by its name, else by its node', async () => {
		await city.db
			.insertInto('hubs')
			.values({ node: 'n0rte', name: 'Lab Norte', secret_hash: 'x', made_at: new Date() })
			.execute();
		const hubOf = async (via: string | null) => {
			const id = await tell('Desde el laboratorio', [], { via });
			return (await staff.open(`/staff/needs/${id}`)).data.need.private.hub;
		};
		expect(await hubOf('n0rte')).toBe('Lab Norte');
		expect(await hubOf('gone')).toBe('gone');
		expect(await hubOf(null)).toBeNull();
	});
});

describe('The inbox', () => {
	const rowOf = async (id: string) => {
		const { data } = await staff.open('/staff?state=all');
		return data.inbox.rows.find((row: { id: string }) => row.id === id);
	};

	test('tells a voice without words from a need that was taken back', async () => {
		const secrets = newSecrets();
		const spoken = await tell('', [recording()]);
		const taken = await tell('Se retira', [recording()], { secrets });
		await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
		expect(await rowOf(spoken)).toMatchObject({
			words: '',
			state: 'received',
			media: { voice: true, photos: 0, isComplete: true }
		});
		expect(await rowOf(taken)).toMatchObject({ words: '', state: 'withdrawn', media: null });
	});

	test('says what a need has beside its words, and whether all of it is here', async () => {
		const some = await tell('Mira', [recording(), await picture('#444444')]);
		const late = { ...(await picture('#555555')), arrives: false };
		const waiting = await tell('Mira', [late, await picture('#666666')]);
		const words = await tell('Solo palabras', []);
		expect((await rowOf(some)).media).toEqual({ voice: true, photos: 1, isComplete: true });
		expect((await rowOf(waiting)).media).toEqual({ voice: false, photos: 2, isComplete: false });
		expect((await rowOf(words)).media).toBeNull();
		await receivePiece(city.door.media, hashOf(late.bytes), 0, late.bytes);
		expect((await rowOf(waiting)).media).toMatchObject({ isComplete: true });
	});

	test('does not read a single recording or photo for that', async () => {
		const id = await tell('', [recording()]);
		const files = await city.db
			.selectFrom('media')
			.select('shown')
			.where('submission', '=', id)
			.execute();
		for (const { shown } of files) rmSync(pathOf(city.dataFolder, shown ?? ''));
		expect((await rowOf(id)).media).toMatchObject({ voice: true });
		expect(() => readFileSync(pathOf(city.dataFolder, files[0]?.shown ?? ''))).toThrow();
	});
});
