/** Voice and photo where there is no recorder: a microphone that is refused, plain HTTP, a form that the worker keeps. */
import { existsSync, readFileSync } from 'node:fs';
import { chromium, expect, test } from '@playwright/test';
import sharp from 'sharp';
import { hashOf } from '../integration/media-made.ts';
import { CityServer } from './city-server.ts';
import { mediaOn } from './phone-memory.ts';
import { setUpCity, tapTryNow, untilKept, wordsOf } from './people.ts';
import { atCity, checkNeed, fixture, openWords } from './voice-people.ts';

test.use({
	launchOptions: async ({ launchOptions }, use) => {
		const name = '--host-resolver-rules=MAP plaza.test 127.0.0.1';
		await use({ ...launchOptions, args: [...(launchOptions.args ?? []), name] });
	}
});

let city: CityServer;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
});

test.afterAll(() => city.remove());

test('where the microphone is refused the phone’s own recorder stands there, and that is said', async ({
	launchOptions
}) => {
	const deny = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'];
	const args = [...(launchOptions.args ?? []), ...deny];
	const browser = await chromium.launch({ ...launchOptions, args });
	const page = await browser.newPage();
	const t = wordsOf('es');
	await openWords(page, city.url, 'es');
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.getByText(t('voice.notes.refused'))).toBeVisible();
	await page.getByLabel(t('voice.ownRecorder')).setInputFiles(fixture('voice.m4a'));
	await expect(page.locator('#words .player')).toContainText('0:02');
	await checkNeed(page);
	await page.locator('#check .thumb .action').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	expect(existsSync(atCity(city, readFileSync(fixture('voice.m4a'))))).toBe(true);
	await browser.close();
});

test('at a plain-HTTP address voice and photo go by the phone’s own recorder and camera, without crypto, worker or locks', async ({
	page
}) => {
	const t = wordsOf('es');
	const plain = new URL(city.url);
	plain.hostname = 'plaza.test';
	await page.goto(`${plain.origin}/es/needs/new`);
	expect(
		await page.evaluate(() => [isSecureContext, 'subtle' in crypto, 'locks' in navigator])
	).toEqual([false, false, false]);
	await page.locator('#topic input[value=access]').check();
	await page.locator('#topic .action').click();
	await page.getByLabel(t('voice.ownRecorder')).setInputFiles(fixture('voice.webm'));
	await page
		.locator('#words input[type=file][capture=environment]')
		.setInputFiles(fixture('photo.jpg'));
	await expect(page.locator('.thumbs li')).toHaveCount(1);
	await checkNeed(page);
	await page.locator('#check .thumb .action').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'), {
		timeout: 30_000
	});
	expect(existsSync(atCity(city, readFileSync(fixture('voice.webm'))))).toBe(true);
});

test('a form with files that is posted without internet is kept by the worker and sent later', async ({
	page
}) => {
	const t = wordsOf('es');
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	// as a browser posts it whose scripts have not come yet
	await page.goto(`${city.url}/es/needs/new`);
	await page.locator('#topic input[value=device]').check();
	await page.evaluate(() => {
		const form = document.querySelector('form');
		form?.querySelector<HTMLInputElement>('#place input[value=none]')?.click();
		form?.submit();
	});
	await expect(page.getByText(t('voice.fileNeeded'))).toBeVisible();
	await page.locator('input[name=voice]').setInputFiles(fixture('voice.webm'));
	await page.locator('input[name=photo]').last().setInputFiles(fixture('photo.jpg'));
	await city.stop();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page).toHaveURL(/\/es\/needs#/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	const [voice, photo] = await mediaOn(page);
	expect(voice?.bytes.equals(readFileSync(fixture('voice.webm')))).toBe(true);
	expect((await sharp(photo?.bytes).metadata()).exif).toBeUndefined();
	await city.start();
	await tapTryNow(page, 'es');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
});

test('the doors for words and media take no more than before, and a form of words neither', async ({
	request
}) => {
	const headers = { origin: city.url };
	const large = Buffer.alloc(3 * 1024 * 1024 + 9, 32);
	const sync = await request.post(`${city.url}/api/sync`, {
		data: large,
		headers: { ...headers, 'content-type': 'application/json' }
	});
	expect(sync.status()).toBe(413);
	const media = await request.put(`${city.url}/api/media/${hashOf(large)}?offset=0`, {
		data: large,
		headers: { ...headers, 'content-type': 'application/octet-stream' }
	});
	expect(media.status()).toBe(413);
	const form = await request.post(`${city.url}/es/needs/find`, {
		data: large,
		headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
	});
	expect(form.status()).toBe(413);
});
