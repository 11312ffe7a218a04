/** Photos in a real browser: small, upright, and without the place where they were made. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepAudioFile } from '../../src/lib/device/audio-file.ts';
import { device } from '../../src/lib/device/database.ts';
import { bytesOf, draft, listMedia } from '../../src/lib/device/media.ts';
import { drawOffPage, keepPhoto as keepDrawn } from '../../src/lib/device/photo.ts';
import { drawOnPage } from '../../src/lib/device/photo-on-page.ts';

beforeEach(async () => {
	await device.media.clear();
	await device.pieces.clear();
});

afterEach(() => vi.restoreAllMocks());

const keepPhoto = (file: Blob, draw = drawOnPage) => keepDrawn(file, draw);

async function fixture(name: string): Promise<Blob> {
	return (await fetch(new URL(`../fixtures/${name}`, import.meta.url))).blob();
}

async function keptBytes() {
	const [kept] = await listMedia(draft);
	return bytesOf(kept?.id ?? '');
}

/** Colours of a picture at places given as parts of its width and height. */
async function look(bytes: Uint8Array<ArrayBuffer>) {
	const bitmap = await createImageBitmap(new Blob([bytes]));
	const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
	const pen = canvas.getContext('2d');
	pen?.drawImage(bitmap, 0, 0);
	const at = (x: number, y: number) =>
		Array.from(
			pen?.getImageData(Math.floor(x * bitmap.width), Math.floor(y * bitmap.height), 1, 1).data ??
				[]
		);
	return { width: bitmap.width, height: bitmap.height, at };
}

const textOf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

describe('a photo of a camera that lay on its side', () => {
	async function expectSmallAndUpright(draw = drawOnPage) {
		const file = await fixture('photo.jpg');
		expect(textOf(new Uint8Array(await file.arrayBuffer()))).toContain('Exif');
		const result = await keepPhoto(file, draw);
		expect(result).toMatchObject({ photo: { role: 'photo', type: 'image/jpeg', owner: draft } });
		const bytes = await keptBytes();
		expect(textOf(bytes)).not.toMatch(/Exif|GPS|Plaza/);
		const { width, height, at } = await look(bytes);
		expect({ width, height }).toEqual({ width: 960, height: 1280 });
		// the yellow stripe stood along the top of what the camera saw lying down
		const [red = 0, , blue = 255] = at(0.996, 0.2);
		expect(red).toBeGreaterThan(200);
		expect(blue).toBeLessThan(120);
		expect(at(0.5, 0.02)[0]).toBeLessThan(60);
	}

	test('is kept small, upright and without a word about where it was made', () =>
		expectSmallAndUpright());

	test('and the same in the worker, where there is no page to draw on', () =>
		expectSmallAndUpright(drawOffPage));

	test('and the same where the browser does not know how to turn it', async () => {
		vi.stubGlobal('createImageBitmap', () => Promise.reject(new TypeError('unknown value')));
		const element = keepPhoto(await fixture('photo.jpg'));
		expect(await element).toMatchObject({ photo: { type: 'image/jpeg' } });
		vi.unstubAllGlobals();
		const { width, height, at } = await look(await keptBytes());
		expect({ width, height }).toEqual({ width: 960, height: 1280 });
		expect(at(0.996, 0.2)[0]).toBeGreaterThan(200);
	});
});

test('a small drawing stays as large as it is, and what is transparent becomes white', async () => {
	const canvas = new OffscreenCanvas(40, 20);
	canvas.getContext('2d')?.fillRect(0, 0, 10, 20);
	await keepPhoto(await canvas.convertToBlob({ type: 'image/png' }));
	const { width, height, at } = await look(await keptBytes());
	expect({ width, height }).toEqual({ width: 40, height: 20 });
	expect(at(0.9, 0.5)[0]).toBeGreaterThan(240);
	expect(at(0.05, 0.5)[0]).toBeLessThan(20);
});

test('three photos have room, a fourth is refused, and nothing of it is kept', async () => {
	const file = await fixture('photo.jpg');
	for (let count = 0; count < 3; count++) expect(await keepPhoto(file)).toHaveProperty('photo');
	expect(await keepPhoto(file)).toEqual({ problem: 'too-many' });
	expect(await listMedia(draft)).toHaveLength(3);
});

test.each<[string, () => Blob | Promise<Blob>, string]>([
	['a recording', () => fixture('voice.webm'), 'no-picture'],
	['half a photo', async () => (await fixture('photo.jpg')).slice(0, 300), 'no-picture'],
	['nothing', () => new Blob([]), 'no-picture'],
	[
		'a file of 41 MB',
		() => new Blob(Array.from({ length: 41 }, () => new Uint8Array(1024 * 1024))),
		'too-large'
	]
])('%s is no photo', async (_, file, problem) => {
	expect(await keepPhoto(await file())).toEqual({ problem });
	expect(await listMedia(draft)).toEqual([]);
});

describe('a recording of the phone’s own recorder', () => {
	test.each([
		['voice.webm', 'audio/webm'],
		['voice.m4a', 'audio/mp4']
	])('is kept byte for byte: %s', async (name, type) => {
		const file = await fixture(name);
		expect(await keepAudioFile(file, 2)).toMatchObject({ recording: { type, seconds: 2 } });
		expect(await keptBytes()).toEqual(new Uint8Array(await file.arrayBuffer()));
	});

	test('takes the place of the former one', async () => {
		await keepAudioFile(await fixture('voice.webm'));
		await keepAudioFile(await fixture('voice.m4a'));
		expect((await listMedia(draft)).map(({ type }) => type)).toEqual(['audio/mp4']);
	});

	test.each<[string, () => Blob | Promise<Blob>, string]>([
		['a photo', () => fixture('photo.jpg'), 'no-sound'],
		['a page', () => new Blob(['<!doctype html>']), 'no-sound'],
		['more than 4 MB', () => new Blob([new Uint8Array(4 * 1024 * 1024 + 1)]), 'too-large']
	])('%s is none', async (_, file, problem) => {
		expect(await keepAudioFile(await file())).toEqual({ problem });
		expect(await listMedia(draft)).toEqual([]);
	});
});
