/** Without JavaScript a lesson can be read, a need sent, and its answer found; the staff work as always. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { CityServer } from './city-server.ts';
import { setUpCity, wordsOf } from './people.ts';
import { atCity, fixture } from './voice-people.ts';

test.use({ javaScriptEnabled: false });

let city: CityServer;
let desk: Page;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	desk = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await setUpCity(desk, founded.setupLink);
});

test.afterAll(() => city.remove());

test('a lesson can be read from its first sentence to its last', async ({ page }) => {
	await page.goto(`${city.url}/es/learn/scam-messages/parcel-fee`);
	const steps = page.locator('[data-screens] > section:visible');
	expect(await steps.count()).toBeGreaterThanOrEqual(6);
	for (const step of await steps.all()) await expect(step).not.toBeEmpty();
});

test('a need is checked, sent once for two taps, and found again by its code', async ({
	page,
	context
}) => {
	const t = wordsOf('es');
	await page.goto(`${city.url}/es/needs/new`);
	await page.locator('button.action').click();
	await expect(page.getByRole('alert').first()).toBeVisible();
	await page.locator('input[name=topic][value=access]').check();
	await page
		.locator('textarea')
		.fill('La rampa de la biblioteca está rota. <script>alert(1)</script>');
	await page.locator('input[name=place][value=none]').check();
	await page.locator('button.action').click();
	await expect(page.getByText(t('tell.check.notSent'))).toBeVisible();
	await expect(page.locator('.said')).toContainText('<script>');

	// the check page stays open in a second tab: a second tap, later
	const fields = await page
		.locator('form[action*=send] input')
		.evaluateAll((inputs) =>
			inputs.map((input) => [(input as HTMLInputElement).name, (input as HTMLInputElement).value])
		);
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('sentPage.title'));
	const code = (await page.locator('.letters').textContent()) ?? '';
	expect(code).toMatch(/^(\w{4} ){3}\w{4}$/);
	const again = await context.request.post(`${city.url}/es/needs/new?/send`, {
		form: Object.fromEntries(fields) as Record<string, string>,
		headers: { origin: city.url, accept: 'text/html' }
	});
	expect(await again.text()).toContain(code);
	await desk.goto(`${city.url}/staff`);
	await expect(desk.locator('main table tbody tr')).toHaveCount(1);

	await page.goto(`${city.url}/es/needs/find`);
	await page.locator('[name=code]').fill(code.toLowerCase());
	await page.getByRole('button', { name: t('find.show') }).click();
	await expect(
		page.getByRole('listitem').filter({ hasText: t('messages.track.sent') })
	).toHaveAttribute('aria-current', 'step');
	await page.goto(`${city.url}/es/needs/find`);
	await page.locator('[name=code]').fill('too short');
	await page.getByRole('button', { name: t('find.show') }).click();
	await expect(page.getByText(t('find.problem'))).toBeVisible();
});

test('a need may be a voice only, with photos, by the phone’s own recorder and camera', async ({
	page
}) => {
	const t = wordsOf('ca');
	await page.goto(`${city.url}/ca/needs/new`);
	await expect(page.getByText(t('photo.later'))).toBeVisible();
	await page.locator('input[name=topic][value=access]').check();
	await page.locator('input[name=place][value=none]').check();
	await page.locator('button.action').click();

	await expect(page.getByText(t('tell.check.notSent'))).toBeVisible();

	// files that are too large, and then one that is none: what was chosen before the files is still there
	const photos = page.locator('input[name=photo]').last();
	const voice = page.locator('input[name=voice]');
	await voice.setInputFiles(fixture('voice.m4a'));
	// not in this test's own folder: where no language is set, Chromium drops a file whose path is more than ASCII
	const large = join(mkdtempSync(join(tmpdir(), 'plaza-large-')), 'large.jpg');
	writeFileSync(large, randomBytes(26 * 1024 * 1024));
	await photos.setInputFiles(large);
	expect(await photos.evaluate((chosen: HTMLInputElement) => chosen.files?.[0]?.size)).toBe(
		26 * 1024 * 1024
	);
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByRole('alert')).toContainText(t('photo.tooLarge'));
	rmSync(dirname(large), { recursive: true });
	await voice.setInputFiles(fixture('photo.jpg'));
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByRole('alert')).toContainText(t('voice.notes.no-sound'));
	await expect(page.locator('dl')).toContainText(t('topics.access'));

	await voice.setInputFiles(fixture('voice.m4a'));
	await photos.setInputFiles([fixture('photo.jpg'), fixture('photo.jpg')]);
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('sentPage.title'));
	const said = readFileSync(fixture('voice.m4a'));
	expect(readFileSync(atCity(city, said)).equals(said)).toBe(true);

	const code = (await page.locator('.letters').textContent()) ?? '';
	await page.goto(`${city.url}/ca/needs/find`);
	await page.locator('[name=code]').fill(code);
	await page.getByRole('button', { name: t('find.show') }).click();
	await expect(
		page.getByRole('listitem').filter({ hasText: t('messages.track.sent') })
	).toHaveAttribute('aria-current', 'step');
});

test('what another site posts is refused, and nothing is kept of it', async ({ request }) => {
	const refused = await request.post(`${city.url}/es/needs/new?/send`, {
		form: { topic: 'other', words: 'from elsewhere', place: 'none' },
		headers: { origin: 'https://elsewhere.example' }
	});
	expect(refused.status()).toBe(403);
	expect(((await refused.json()) as { type: string }).type).toContain('cross-origin');
});
