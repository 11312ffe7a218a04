/** Told by voice and photo: nothing that was said is lost, not to a dead phone, and the city hears it byte for byte. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import sharp from 'sharp';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { fillPhone, mediaOn } from './phone-memory.ts';
import { setUpCity, untilKept, watchBehaviour, wordsOf } from './people.ts';
import { dieSuddenly } from './sudden-death.ts';
import { atCity, checkNeed, fixture, openWords, withMicrophone } from './voice-people.ts';

test.use({ launchOptions: withMicrophone });

let city: CityServer;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
});

test.afterAll(() => city.remove());

for (const [lang, colorScheme] of [
	['es', 'light'],
	['ar', 'dark']
] as const) {
	test(`a voice in ${lang} outlives a dead phone, and goes to the city whole with its photo`, async ({
		launchOptions
	}) => {
		const t = wordsOf(lang);
		const profile = mkdtempSync(join(tmpdir(), 'plaza-voice-'));
		const openPhone = () =>
			chromium.launchPersistentContext(profile, {
				...launchOptions,
				locale: lang,
				colorScheme,
				viewport: { width: 320, height: 568 }
			});
		let phone: BrowserContext = await openPhone();
		const faults = watchBehaviour(phone);
		let page = await phone.newPage();
		await page.goto(`${city.url}/${lang}`);
		await untilKept(page, lang);
		await city.stop();

		// she speaks, and the battery is empty in the middle of it
		await openWords(page, city.url, lang);
		await expect(page.getByText(t('voice.who'))).toBeVisible();
		await page.getByRole('button', { name: t('voice.start') }).click();
		await expect(page.getByRole('button', { name: t('voice.stop') })).toBeVisible();
		const began = Date.now();
		await expect(page.locator('.heard')).toContainText('0:09', { timeout: 20_000 });
		await expectFit(page);
		const spoken = (Date.now() - began) / 1000;
		await dieSuddenly(profile);

		phone = await openPhone();
		faults.push(...watchBehaviour(phone));
		page = await phone.newPage();
		await page.goto(`${city.url}/${lang}/needs/new#words`);
		await expect(page.getByText(t('voice.notes.found'))).toBeVisible();
		const [found] = await mediaOn(page);
		expect(spoken - (found?.seconds ?? 0)).toBeLessThan(5);
		await expectToPlay(page, page.locator('#words'), t);

		// a photo; she looks elsewhere, comes back, and all is there
		await page.locator('#words input[type=file][multiple]').setInputFiles(fixture('photo.jpg'));
		await expect(page.locator('.thumbs li')).toHaveCount(1);
		await page.goto(`${city.url}/${lang}`);
		await page.goBack();
		await expect(page.locator('.thumbs li')).toHaveCount(1);
		await expect(page.locator('#words .player')).toBeVisible();
		await expectFit(page);

		await checkNeed(page);
		await expect(page.locator('#check img')).toBeVisible();
		await expectFit(page);
		await expectToPlay(page, page.locator('#check'), t);
		await page.locator('#check .thumb .action').click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));

		// internet is back: the words first, then voice and photo, then the receipt
		const kept = await mediaOn(page);
		expect(kept.map(({ role }) => role)).toEqual(['voice', 'photo']);
		await city.start();
		await page.goto(`${city.url}/${lang}/needs`);
		await expect(page.locator('.status')).toContainText(t('messages.track.sent'));
		const [voice, photo] = kept.map(({ bytes }) => bytes) as [Buffer, Buffer];
		expect(readFileSync(atCity(city, voice)).equals(voice)).toBe(true);
		expect(existsSync(atCity(city, photo))).toBe(false);
		const { exif, width, height } = await sharp(photo).metadata();
		expect({ exif, width, height }).toEqual({ exif: undefined, width: 960, height: 1280 });

		// her own voice and photo stay hers to hear and see
		await expect(page.locator('main a.card')).toContainText(t('voice.messageOnly'));
		await page.locator('main a.card').first().click();
		await expect(page.locator('main img')).toBeVisible();
		await expectToPlay(page, page.locator('main'), t);
		expect(faults).toEqual([]);
		await phone.close();
		rmSync(profile, { recursive: true, force: true });
	});
}

async function expectFit(page: Page): Promise<void> {
	await expectFitting(page);
	await expectNothingFound(page);
}

/** It plays, and can be stopped. */
async function expectToPlay(
	page: Page,
	where: ReturnType<Page['locator']>,
	t: ReturnType<typeof wordsOf>
): Promise<void> {
	await where.getByRole('button', { name: t('voice.play') }).click();
	await expect(where.getByRole('button', { name: t('voice.pause') })).toBeVisible();
	const player = where.locator('audio');
	await expect
		.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime))
		.toBeGreaterThan(0.5);
	await where.getByRole('button', { name: t('voice.pause') }).click();
	await expect(where.getByRole('button', { name: t('voice.play') })).toBeVisible();
}

test('a recording that still runs goes along with what is sent', async ({ page }) => {
	const t = wordsOf('es');
	await openWords(page, city.url, 'es');
	await page.evaluate(() => {
		document.querySelector<HTMLInputElement>('#place input[value=none]')?.click();
	});
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.locator('.heard')).toContainText('0:03', { timeout: 15_000 });
	await page.evaluate(() => {
		location.hash = '#check';
		document.querySelector<HTMLFormElement>('form[data-screens]')?.requestSubmit();
	});
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	const [voice] = await mediaOn(page);
	expect(voice?.seconds).toBeGreaterThan(2);
	expect(readFileSync(atCity(city, voice?.bytes as Buffer)).equals(voice?.bytes as Buffer)).toBe(
		true
	);
});

test('what is said again can be taken back, and photos alone are asked for a word', async ({
	page
}) => {
	const t = wordsOf('es');
	await openWords(page, city.url, 'es');
	const say = async (seconds: string) => {
		await page
			.getByRole('button', { name: t('voice.start') })
			.or(page.getByRole('button', { name: t('voice.again') }))
			.click();
		await expect(page.locator('.heard')).toContainText(seconds, { timeout: 15_000 });
		await page.getByRole('button', { name: t('voice.stop') }).click();
		await expect(page.locator('#words .player')).toBeVisible();
	};
	await say('0:01');
	const [first] = await mediaOn(page);
	await say('0:02');
	expect(await mediaOn(page)).toHaveLength(1);
	await page.getByRole('button', { name: t('voice.bringBack') }).click();
	await expect.poll(async () => (await mediaOn(page))[0]?.sha256).toBe(first?.sha256);

	await page.locator('#words .pair button').first().click();
	await page
		.locator('#words input[type=file][multiple]')
		.setInputFiles([1, 2, 3, 4].map(() => fixture('photo.jpg')));
	await expect(
		page.getByText(t('photo.notes.too-many').replace('{{most, number}}', '3'))
	).toBeVisible();
	await expect(page.locator('.thumbs li')).toHaveCount(3);
	await page.locator('#words .thumb .action').click();
	await expect(page.getByText(t('photo.needsWords'))).toBeVisible();
	await expect(page.getByRole('textbox')).toBeFocused();

	await page.locator('.thumbs .remove').nth(1).click();
	await expect(page.locator('.thumbs li')).toHaveCount(2);
	await page.getByRole('button', { name: t('photo.bringBack') }).click();
	await expect(page.locator('.thumbs li')).toHaveCount(3);
	await page.getByRole('textbox').fill('Así está la rampa.');
	await checkNeed(page);
	await page.locator('#check .thumb .action').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
});

test('a phone that is full sends voice, photo and words straight to the city', async ({ page }) => {
	const t = wordsOf('es');
	await openWords(page, city.url, 'es');
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.locator('.heard')).toContainText('0:02', { timeout: 15_000 });
	await page.getByRole('button', { name: t('voice.stop') }).click();
	await page.locator('#words input[type=file][multiple]').setInputFiles(fixture('photo.jpg'));
	await expect(page.locator('.thumbs li')).toHaveCount(1);
	await page.getByRole('textbox').fill('El teléfono está lleno.');
	await checkNeed(page);
	const [voice] = await mediaOn(page);
	await fillPhone(page);
	const fetched: string[] = [];
	page.on('request', (request) => void fetched.push(new URL(request.url()).pathname));
	await page.locator('#check .thumb .action').click();
	await expect(page.getByText(t('tell.problems.notKept'))).toBeVisible();
	await page.locator('#check .thumb .action').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('sentPage.title'));
	// the line may be cut at this moment: what sends it is there already
	expect(fetched[0]).toBe('/es/needs/new');
	await expect(page.locator('.letters')).toBeVisible();
	expect(readFileSync(atCity(city, voice?.bytes as Buffer))).toEqual(voice?.bytes);
});
