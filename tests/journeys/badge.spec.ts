/** A badge: asked for without internet, given and confirmed by the city, checked on another phone without internet. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { browserWithCamera, photograph, pointCamera } from './camera.ts';
import { untilPageKept } from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { practisedAlone } from './learnt.ts';
import {
	setUpCity,
	staffAccount,
	tapTryNow,
	untilKept,
	watchBehaviour,
	wordsOf
} from './people.ts';

const t = wordsOf('es');
const module = 'scam-messages';
const folder = mkdtempSync(join(tmpdir(), 'plaza-camera-'));
const video = join(folder, 'camera.y4m');

test.use({
	launchOptions: async ({ launchOptions }, use) => {
		const name = '--host-resolver-rules=MAP plaza.test 127.0.0.1';
		await use({ ...launchOptions, args: [...(launchOptions.args ?? []), name] });
	}
});

test.afterAll(() => rmSync(folder, { recursive: true }));

/** Does this phone know the city's keys, and its word on badges? */
function knowsCity(page: Page): Promise<boolean> {
	return page.evaluate(async () => {
		const opening = indexedDB.open('plaza');
		await new Promise((opened) => (opening.onsuccess = opened));
		const asked = opening.result.transaction('facts').objectStore('facts').get('keys');
		await new Promise((answered) => (asked.onsuccess = answered));
		opening.result.close();
		const fact = asked.result as { value: { badges?: unknown } } | undefined;
		return fact?.value.badges !== undefined;
	});
}

test('a badge is asked for without internet, comes from the city, is confirmed there, and is checked by anybody without it', async ({
	browser
}) => {
	const { city, setupLink } = await CityServer.found();
	const desk = await browser.newPage();
	await setUpCity(desk, setupLink);
	const seeing = await browserWithCamera(video);
	const small = { viewport: { width: 320, height: 568 }, locale: 'es' };
	// a code this dense wants the fine screen that phones have
	const hers = await browser.newContext({ ...small, deviceScaleFactor: 3 });
	const other = await seeing.newContext(small);
	const faults = [watchBehaviour(hers), watchBehaviour(other)];
	const [page, checker] = [await hers.newPage(), await other.newPage()];
	for (const each of [page, checker]) {
		await each.goto(`${city.url}/es`);
		await untilKept(each, 'es');
	}
	// whoever checks has been there once with internet: the reader of codes comes along
	await checker.goto(`${city.url}/es/badge`);
	await untilPageKept(checker, '/es/badge');
	const reader = () =>
		checker.evaluate(async () => {
			const files = await (await caches.open('seldom')).keys();
			return files.some(({ url }) => url.includes('/seldom/reader.'));
		});
	await expect.poll(reader, { timeout: 30_000 }).toBe(true);
	await expect.poll(() => knowsCity(checker)).toBe(true);

	await practisedAlone(page, module);
	await city.stop();
	await page.goto(`${city.url}/es/learn/${module}`);
	await page.getByRole('link', { name: t('learn.proof') }).click();
	await page.getByRole('textbox', { name: t('proof.nameLabel') }).fill('Fátima Ben Ali');
	await page.getByRole('button', { name: t('proof.send') }).click();
	await expect(page.getByRole('status').first()).toContainText(t('proof.waitingPhone'));

	await city.start();
	await tapTryNow(page, 'es');
	const proof = page.locator('article');
	await expect(proof).toContainText('Fátima Ben Ali');
	await expect(proof).toContainText(t('proof.alone'));
	const saved = page.waitForEvent('download');
	await page.getByRole('button', { name: t('proof.file') }).click();
	const file = await (await saved).path();
	const address = (await proof.locator('a').getAttribute('href')) ?? '';
	expect(address).toMatch(/\/es\/badge#1\.f\./);

	// at the desk somebody saw her do it
	const [number = ''] = /\d+-[0-9A-Z]{4}/.exec(await proof.innerText()) ?? [];
	await desk.goto(`${city.url}/staff/badges`);
	await desk.locator('[name=number]').fill(number);
	await desk.locator('.find button').click();
	await desk.locator('#found form button').click();
	await expect(desk.locator('#found .notice')).toBeVisible();
	await page.reload();
	await expect(proof).toContainText(staffAccount.name);
	await expect(proof).not.toContainText(t('proof.alone'));
	await pointCamera(video, [await photograph(proof.locator('.code'))]);
	// at a plain-HTTP address there is no cryptography and no camera: it is checked all the same
	const plain = await browser.newPage(small);
	await plain.goto(address.replace(/^.*?\/\/[^:/]+/, 'http://plaza.test'));
	await expect(plain.getByRole('heading', { level: 1 })).toHaveText(t('checkProof.good'));
	expect(await plain.evaluate(() => 'subtle' in crypto)).toBe(false);
	await plain.getByRole('button', { name: t('scan.again') }).click();
	await expect(plain.getByText(t('scan.not-secure'))).toBeVisible();
	await plain.close();

	// without internet, on the other phone: by its camera, by an address, by a file
	await city.stop();
	const heading = checker.getByRole('heading', { level: 1 });
	await checker.goto(`${city.url}/es/badge`);
	await checker.getByRole('button', { name: t('scan.scan') }).click();
	await expect(heading).toHaveText(t('checkProof.good'), { timeout: 60_000 });
	await expect(checker.locator('main')).toContainText('Fátima Ben Ali');
	await expect(checker.locator('main')).toContainText(staffAccount.name);
	await expect(checker.locator('main')).toContainText(t('checkProof.asOf').split('{{')[0] ?? '');
	await checker.goto(address);
	await expect(heading).toHaveText(t('checkProof.good'));
	// what she had before she was confirmed
	await expect(checker.locator('main')).toContainText(t('proof.alone'));
	expect(checker.url()).not.toContain('#');
	await checker.goto('about:blank');
	await checker.goto(address.replace(module, 'first-touches'));
	await expect(heading).toHaveText(t('checkProof.changed'));
	await checker.getByRole('button', { name: t('scan.again') }).click();
	await checker.locator('input[type=file]:not([capture])').setInputFiles(file);
	await expect(heading).toHaveText(t('checkProof.good'));
	expect(readFileSync(file, 'utf8')).toContain('"credential"');
	expect(faults.flat()).toEqual([]);
	await seeing.close();
	await city.remove();
});
