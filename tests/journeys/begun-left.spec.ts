/** What a person only began on a shared phone, and left: never deleted without a question. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { browserWithCamera } from './camera.ts';
import { CityServer } from './city-server.ts';
import { fillNeighbourhoods } from './filled-neighbourhood.ts';
import { makeShared, setUpCity, wordsOf } from './people.ts';
import { everythingKept } from './phone-memory.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-camera-'));
const video = join(folder, 'camera.y4m');

let city: CityServer;
let challenge: string;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
	challenge = await fillNeighbourhoods(city);
});
test.afterAll(async () => {
	await city.remove();
	rmSync(folder, { recursive: true });
});

const canary = 'Canario: la vecina Hortensia';

test('something that was only begun is not deleted without a question', async () => {
	const lang = 'es';
	// its microphone works too
	const browser = await browserWithCamera(video);
	const [t, phone] = [wordsOf(lang), wordsOf(lang, 'phone')];
	const context = await browser.newContext({ locale: lang, viewport: { width: 320, height: 568 } });
	const page = await context.newPage();
	await makeShared(page, city.url, lang);
	await page.goto(`${city.url}/${lang}/needs/new`);
	await page.locator('#topic input[value=device]').check();
	await page.getByRole('link', { name: t('tell.topic.continue') }).click();
	await page.getByRole('textbox', { name: t('tell.words.label') }).fill('Canario');
	await page.getByRole('button', { name: phone('voice.start') }).click();
	await expect(page.locator('#words')).toContainText('0:01');
	await page.getByRole('textbox', { name: t('tell.words.label') }).fill(canary);
	// the recording runs, and the last letters are younger than the last keeping
	await page.getByRole('button', { name: t('shell.finished') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(phone('finish.title'));
	expect(await everythingKept(page, context)).toContain('Canario');
	// a phone that starts again before she answers asks again
	await page.goto(`${city.url}/${lang}/needs`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(phone('finish.title'));
	await page.getByRole('button', { name: phone('finish.goOn') }).click();
	await expect(page.getByRole('textbox', { name: t('tell.words.label') })).toHaveValue(canary);
	await expect(page.getByRole('button', { name: phone('voice.play') })).toBeVisible();
	await page.reload();
	await expect(page.getByRole('textbox', { name: t('tell.words.label') })).toHaveValue(canary);
	await page.getByRole('button', { name: t('shell.finished') }).click();
	await page.getByRole('button', { name: phone('finish.deleteIt') }).click();
	await expect(page).toHaveURL(/\/who$/);
	expect(await everythingKept(page, context)).not.toContain('Canario');
	await browser.close();
});

test('an idea that is only begun is asked about: she goes on and sends it, or lets it go', async ({
	browser
}) => {
	const lang = 'es';
	const [t, phone] = [wordsOf(lang), wordsOf(lang, 'phone')];
	const context = await browser.newContext({ locale: lang, viewport: { width: 320, height: 568 } });
	const page = await context.newPage();
	const finished = page.getByRole('button', { name: t('shell.finished') });
	const heading = page.getByRole('heading', { level: 1 });
	const words = page.getByLabel(t('idea.mine'));
	const form = `${city.url}/${lang}/neighbourhood/${challenge}/idea`;
	await makeShared(page, city.url, lang);
	await page.goto(form);
	await words.fill(canary);
	await finished.click();
	await expect(heading).toHaveText(phone('finish.title'));
	await page.getByRole('button', { name: phone('finish.goOn') }).click();
	await expect(words).toHaveValue(canary);
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.locator('.own .status.sent')).toBeVisible();
	await finished.click();
	await expect(heading).toHaveText(phone('who.title'));

	await page.getByRole('button', { name: phone('who.begin') }).click();
	await expect(page).toHaveURL(`${city.url}/${lang}`);
	await page.goto(form);
	await expect(words).toHaveValue('');
	await words.fill(`${canary} otra vez`);
	await finished.click();
	await page.getByRole('button', { name: phone('finish.deleteIt') }).click();
	await expect(heading).toHaveText(phone('who.title'));
	expect(await everythingKept(page, context)).not.toContain('Canario');
	await context.close();
});
