/** Staff go through their queue by single keys, and do the same without script. */
import { expect, test } from '@playwright/test';
import { aNeed } from '../integration/invented.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, wordsOf } from './people.ts';

test('triage by keyboard: next, take on, mark as read, choose, undo; and keys that rest', async ({
	browser
}) => {
	const t = wordsOf('en', 'staff');
	const { city, setupLink } = await CityServer.found();
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		locale: 'en'
	});
	const page = await context.newPage();
	await setUpCity(page, setupLink);
	const words = ['La primera', 'La segunda', 'La tercera'];
	for (const each of words) {
		// one after the other, so that their order is known
		const response = await fetch(`${city.url}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions: [aNeed(each)] })
		});
		expect(response.status).toBe(200);
	}
	const row = (at: number) => page.locator('tr[data-need]').nth(at);
	const isIn = (at: number) => expect(row(at).getByRole('link')).toBeFocused();
	const notice = page
		.getByRole('status')
		.filter({ hasText: t('triage.done_one').replace('{{count}}', '1') });

	const openQueue = async () => {
		await page.goto(`${city.url}/staff`);
		// keys work once their buttons are there
		await expect(page.locator('details.keys')).toBeVisible();
		await expect(page.locator('tr[data-need]')).toHaveCount(3);
	};
	await openQueue();

	// down, down, up
	await page.keyboard.press('j');
	await isIn(0);
	await page.keyboard.press('j');
	await isIn(1);
	await page.keyboard.press('k');
	await isIn(0);

	// the second is marked as read; she stands where she stood, and undoes it
	await page.keyboard.press('j');
	await page.keyboard.press('m');
	await expect(notice).toBeVisible();
	await expect(row(1)).toContainText(t('states.read'));
	await isIn(1);
	await page.keyboard.press('u');
	await expect(page.getByText(t('triage.undone_one').replace('{{count}}', '1'))).toBeVisible();
	await expect(row(1)).toContainText(t('states.received'));

	// she takes the first on, and finds it among hers
	await page.keyboard.press('j');
	await page.keyboard.press('a');
	await expect(notice).toBeVisible();
	await page.getByRole('link', { name: t('triage.ready.mine') }).click();
	await expect(page.locator('tr[data-need]')).toHaveCount(1);
	await expect(row(0)).toContainText(words[0] ?? '');

	// x chooses; the form says first what will happen
	await openQueue();
	await page.keyboard.press('j');
	await page.keyboard.press('x');
	await page.keyboard.press('j');
	await page.keyboard.press('x');
	await expect(page.locator('[name=need]:checked')).toHaveCount(2);
	await page.getByText(t('triage.title')).click();
	await page.getByRole('button', { name: t('triage.look') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('triage.lookTitle'));
	await page.getByRole('button', { name: t('triage.do') }).click();
	await expect(row(0)).toContainText(t('states.read'));
	await expect(row(1)).toContainText(t('states.read'));
	await expect(row(2)).toContainText(t('states.received'));

	// typing is typing; and single keys can be switched off
	await page.getByLabel(t('inbox.search')).press('j');
	await expect(page.getByLabel(t('inbox.search'))).toHaveValue('j');
	await row(0).getByRole('link').focus();
	await page.keyboard.press('?');
	await page.getByLabel(t('triage.keys.on')).uncheck();
	await openQueue();
	await page.keyboard.press('j');
	await expect(page.locator('tr[data-need] a:focus')).toHaveCount(0);

	await context.close();
	await city.remove();
});
