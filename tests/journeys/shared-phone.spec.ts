/** A shared phone at a lab: one person after the other, and nobody finds what the last one left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser } from '@playwright/test';
import { browserWithCamera, browserWithoutPermission, photograph, pointCamera } from './camera.ts';
import { CityServer } from './city-server.ts';
import { everythingKept } from './phone-memory.ts';
import {
	makeShared,
	setUpCity,
	tellNeed,
	untilAwake,
	untilKept,
	watchBehaviour,
	wordsOf
} from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-camera-'));
const video = join(folder, 'camera.y4m');

let city: CityServer;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
});
test.afterAll(async () => {
	await city.remove();
	rmSync(folder, { recursive: true });
});

const canary = 'Canario: la vecina Hortensia';

/** Where the camera is allowed it looks at her card; where it is not, she takes a photo of it. */
const ways: ['es' | 'ar', string, () => Promise<Browser>][] = [
	['es', 'scanned', () => browserWithCamera(video)],
	['ar', 'photographed', browserWithoutPermission]
];

for (const [lang, how, launch] of ways) {
	test(`in ${lang} one person leaves and finds everything again with her card, ${how}; the next finds nothing`, async () => {
		const [t, phone] = [wordsOf(lang), wordsOf(lang, 'phone')];
		const browser = await launch();
		const context = await browser.newContext({
			locale: lang,
			viewport: { width: 320, height: 568 },
			deviceScaleFactor: 2
		});
		const faults = watchBehaviour(context);
		const page = await context.newPage();
		await makeShared(page, city.url, lang);

		// her card: three pictures, a PIN, a picture to scan
		await page.goto(`${city.url}/${lang}/card`);
		await untilAwake(page);
		for (const name of ['sun', 'cat', 'boat']) {
			await page.getByRole('button', { name: phone(`card.pictures.${name}`) }).click();
		}
		await page.locator('.thumb button').click();
		await page.getByRole('textbox').fill('2580');
		await page.getByRole('button', { name: phone('card.make') }).click();
		await expect(page.getByRole('img', { name: phone('card.picture') })).toBeVisible();
		const paper = await photograph(page.locator('.code'));

		// without internet she tells, begins a second one, and leaves
		await city.stop();
		await tellNeed(page, lang, canary);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
		await page.goto(`${city.url}/${lang}/needs/new`);
		await page.locator('#topic input[value=device]').check();
		await page.getByRole('link', { name: t('tell.topic.continue') }).click();
		await page.getByRole('textbox', { name: t('tell.words.label') }).fill(`${canary} empezado`);
		await page.getByRole('button', { name: t('shell.finished') }).click();
		await expect(page).toHaveURL(/\/who$/);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(phone('who.title'));
		expect(await everythingKept(page, context)).not.toContain('Canario');

		// Back, in this tab, shows nothing of hers
		for (let step = 0; step < 6; step++) {
			await page.goBack().catch(() => undefined);
			await expect(page.locator('body')).not.toContainText('Canario');
			for (const box of await page.getByRole('textbox').all()) {
				expect(await box.inputValue()).not.toContain('Canario');
			}
		}

		// the next person begins: nothing is there
		await page.goto(`${city.url}/${lang}/who`);
		await page.getByRole('button', { name: phone('who.begin') }).click();
		await expect(page).toHaveURL(`${city.url}/${lang}`);
		await page.goto(`${city.url}/${lang}/needs`);
		await expect(page.locator('main')).toContainText(t('messages.none'));

		// while she is away her message goes out
		await city.start();
		await page.reload();
		await expect
			.poll(() => everythingKept(page, context), { timeout: 20_000 })
			.not.toContain('"sealed":{"id"');

		// her pictures and PIN open her lessons, not her messages
		await page.goto(`${city.url}/${lang}/who`);
		await page.locator('main button.card').first().click();
		await expect(page.getByText(phone('who.picturesHint'))).toBeVisible();
		await page.getByRole('textbox').fill('2580');
		await page.getByRole('button', { name: phone('who.open') }).click();
		await expect(page).toHaveURL(`${city.url}/${lang}`);
		await page.goto(`${city.url}/${lang}/needs`);
		await expect(page.locator('main')).toContainText(t('messages.none'));
		await page.getByRole('button', { name: t('shell.finished') }).click();

		// her card and PIN open everything: the message, its receipt, and what she began
		await pointCamera(video, [paper]);
		await page.getByRole('button', { name: phone('who.scan') }).click();
		if (how === 'photographed') {
			await expect(page.getByText(phone('scan.refused'))).toBeVisible();
			const photo = { name: 'card.png', mimeType: 'image/png', buffer: paper };
			await page.locator('input[capture]').setInputFiles(photo);
		}
		await expect(page.getByText(phone('who.cardHint'))).toBeVisible({ timeout: 60_000 });
		await page.getByRole('textbox').fill('2581');
		await page.getByRole('button', { name: phone('who.open') }).click();
		await expect(page.getByText(phone('who.noFit'))).toBeVisible();
		await page.getByRole('textbox').fill('2580');
		await page.getByRole('button', { name: phone('who.open') }).click();
		await expect(page).toHaveURL(`${city.url}/${lang}`);
		await page.goto(`${city.url}/${lang}/needs`);
		await expect(page.locator('main')).toContainText(t('messages.track.sent'));
		await page.locator('main a.card').first().click();
		await expect(page.locator('main')).toContainText(canary);
		await expect(page.locator('.letters')).toHaveText(/^(\w{4} ){3}\w{4}$/);
		await page.goto(`${city.url}/${lang}/needs/new#words`);
		await expect(page.getByRole('textbox', { name: t('tell.words.label') })).toHaveValue(
			`${canary} empezado`
		);
		expect(faults).toEqual([]);
		await browser.close();
	});
}

test('leaving takes less than a second, and every other page of that person goes too', async ({
	browser
}) => {
	const lang = 'es';
	const t = wordsOf(lang);
	const context = await browser.newContext({ locale: lang, viewport: { width: 320, height: 568 } });
	const page = await context.newPage();
	await makeShared(page, city.url, lang);
	await city.stop();
	await tellNeed(page, lang, canary);
	const other = await context.newPage();
	await other.goto(`${city.url}/${lang}/needs`);
	await expect(other.locator('main')).toContainText('Canario');
	await page.getByRole('button', { name: t('shell.finished') }).click();
	await expect(page).toHaveURL(/\/who$/);
	await expect(other).toHaveURL(/\/who$/);
	await expect(other.locator('body')).not.toContainText('Canario');
	await city.start();
	await context.close();
});

test('who begins in a tab that was open before does not find what the last one told in another', async ({
	browser
}) => {
	const lang = 'es';
	const phone = wordsOf(lang, 'phone');
	const context = await browser.newContext({ locale: lang, viewport: { width: 320, height: 568 } });
	const page = await context.newPage();
	await makeShared(page, city.url, lang);
	const before = await context.newPage();
	await before.goto(`${city.url}/${lang}/who`);
	await expect(before.getByRole('button', { name: phone('who.begin') })).toBeVisible();
	await tellNeed(page, lang, canary);
	await page.close();
	await before.getByRole('button', { name: phone('who.begin') }).click();
	await expect(before).toHaveURL(`${city.url}/${lang}`);
	await before.goto(`${city.url}/${lang}/needs`);
	await expect(before.getByRole('heading', { level: 1 })).toBeVisible();
	expect(await everythingKept(before, context)).not.toContain('Canario');
	await context.close();
});

test('after five quiet minutes the phone asks who is there; on a phone of one’s own it never does', async ({
	browser
}) => {
	const lang = 'es';
	const phone = wordsOf(lang, 'phone');
	const context = await browser.newContext({ locale: lang, viewport: { width: 320, height: 568 } });
	const page = await context.newPage();
	await page.clock.install();
	await page.goto(`${city.url}/${lang}`);
	await untilKept(page, lang);
	await tellNeed(page, lang, canary);
	await page.clock.runFor('10:00');
	await expect(page).toHaveURL(/\/needs\/new/);
	await makeShared(page, city.url, lang);
	await page.goto(`${city.url}/${lang}/needs`);
	await expect(page.locator('main')).toContainText('Canario');
	// from now on the page watches
	await expect(page.locator('.finished')).toBeVisible();
	await page.clock.runFor('04:00');
	await expect(page).toHaveURL(/\/needs$/);
	await page.clock.runFor('02:00');
	await expect(page).toHaveURL(/\/who$/);
	await expect(page.getByRole('link', { name: phone('who.goOn') })).toBeVisible();
	await page.getByRole('button', { name: phone('who.begin') }).click();
	await expect(page).toHaveURL(`${city.url}/${lang}`);
	expect(await everythingKept(page, context)).not.toContain('Canario');
	await context.close();
});
