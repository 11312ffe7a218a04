/** Personal data in photos: covered for everybody, and given back while what came is kept. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { hashOf, itemOf, photo } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let eva: Browser;
let picture: Buffer;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'moderator');
	await city.addMember('eva@city.example', 'reader');
	[ana, eva] = [openBrowser(), openBrowser()];
	await ana.signIn('ana@city.example', password);
	await eva.signIn('eva@city.example', password);
	picture = await photo('#0B6E6E', 320, 240);
});
afterAll(() => city.close());

async function tell(words: string, media: Parameters<typeof aNeed>[1]) {
	const secrets = newSecrets();
	const need = aNeed(words, { secrets, ...media });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

const look = async (id: string, as = ana) => (await as.open(`/staff/needs/${id}`)).data;

describe('A photo', () => {
	const box = { x: 25, y: 25, width: 50, height: 50 };
	const formOf = (was: object[], ...boxes: Record<string, number | string>[]) => ({
		was: JSON.stringify(was),
		...Object.fromEntries(
			boxes.flatMap((each, row) =>
				Object.entries(each).map(([name, value]) => [`${name}-${row}`, String(value)])
			)
		)
	});

	async function tellWithPhoto() {
		const told = await tell('Mire la foto', { media: [itemOf(picture, 'image/jpeg')] });
		await receivePiece(city.door.media, hashOf(picture), 0, picture);
		return { ...told, page: `/staff/needs/${told.id}/photos/0` };
	}

	async function bytesAt(path: string, as: Browser): Promise<Buffer> {
		const { status, data } = await as.fetch(path);
		expect(status).toBe(200);
		return Buffer.from(await (data as Response).arrayBuffer());
	}

	async function colourAt(bytes: Buffer, x: number, y: number): Promise<number[]> {
		const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
		const at =
			(Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
		return [...data.subarray(at, at + 3)];
	}

	test('is black where the boxes are, for everybody; what came is seen only by those who may', async () => {
		const { id, page } = await tellWithPhoto();
		const path = `/staff/media/${id}/0`;
		const before = await bytesAt(path, eva);
		expect((await ana.post(page, formOf([], box))).status).toBe(303);
		for (const as of [ana, eva]) {
			const after = await bytesAt(path, as);
			for (const channel of await colourAt(after, 0.5, 0.5)) expect(channel).toBeLessThan(20);
			const [, green = 0] = await colourAt(after, 0.1, 0.9);
			expect(green).toBeGreaterThan(60);
			expect(await sharp(after).metadata()).not.toHaveProperty('exif');
		}
		expect((await bytesAt(`${path}?original`, ana)).equals(before)).toBe(true);
		expect((await eva.fetch(`${path}?original`)).status).toBe(403);
		const log = city.db.selectFrom('activity').where('action', '=', 'need.photo-original');
		expect(await log.select('subject').execute()).toEqual([{ subject: `need:${id}` }]);
		expect((await look(id)).need.media).toMatchObject([{ isCovered: true }]);
		// and back
		expect((await ana.post(page, { ...formOf([box]), none: '' })).status).toBe(303);
		expect((await bytesAt(path, eva)).equals(before)).toBe(true);
		expect((await look(id)).desk.history.map(({ kind }: { kind: string }) => kind)).toEqual([
			'photo-covered',
			'photo-uncovered'
		]);
	});

	test('stays covered after a sweep, and goes with its need', async () => {
		const { id, page, secrets } = await tellWithPhoto();
		await ana.post(page, formOf([], { ...box, width: 30 }));
		const { covered } = await city.db
			.selectFrom('media')
			.select('covered')
			.where('submission', '=', id)
			.executeTakeFirstOrThrow();
		const file = pathOf(city.dataFolder, covered ?? '');
		await sweepMedia(city.db, city.dataFolder);
		expect(readFileSync(file).length).toBeGreaterThan(100);
		await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
		await sweepMedia(city.db, city.dataFolder);
		expect(() => readFileSync(file)).toThrow();
	});

	test.each([
		['no box at all', []],
		['a word', [{ ...box, x: 'left' }]],
		['a number missing', [{ x: 1, y: 1, width: 3 }]],
		['nothing wide', [{ ...box, width: 0 }]],
		['beyond the picture', [{ ...box, x: 101 }]],
		['21 boxes', Array.from({ length: 21 }, () => box)]
	] as [string, Record<string, number | string>[]][])(
		'%s is sent back with what was typed, and nothing is covered',
		async (_, boxes) => {
			const { id, page } = await tellWithPhoto();
			const answer = await ana.post(page, formOf([], ...boxes));
			expect(answer).toMatchObject({ status: 400, data: { problem: 'box' } });
			expect(answer.data.typed).toHaveLength(boxes.length);
			expect((await look(id)).need.media).toMatchObject([{ isCovered: false }]);
		}
	);

	test('of two who cover it at once, the second is told; who may not does not get in', async () => {
		const { id, page } = await tellWithPhoto();
		expect((await ana.post(page, formOf([], box))).status).toBe(303);
		const late = await ana.post(page, formOf([], { ...box, x: 0 }));
		expect(late).toMatchObject({ status: 409, data: { problem: 'changed' } });
		expect((await ana.open(page)).data.boxes).toEqual([box]);
		expect((await eva.open(page)).status).toBe(303);
		for (const place of ['1', '9', 'x']) {
			expect((await ana.open(`/staff/needs/${id}/photos/${place}`)).status).toBe(404);
		}
	});
});
