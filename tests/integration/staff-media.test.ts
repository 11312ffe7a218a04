/** Recordings and photos of needs: for staff only, as what they are, whole and in parts. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aWithdrawal, newId, newSecrets } from './invented.ts';
import { hashOf, voice, voiceMp4 } from './media-made.ts';
import { openBrowser } from './staff-browser.ts';
import { password } from './staff-city.ts';
import { city, staff, admin, tell, recording, picture, get, openMediaCity } from './told-media.ts';

openMediaCity();

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
