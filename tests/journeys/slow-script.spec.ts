/** A page of the staff is used before its script comes, on a slow line: nothing that was done until then is undone by it. */
import { expect, test } from '@playwright/test';
import { CityServer } from './city-server.ts';
import { setUpCity } from './people.ts';

test.use({ serviceWorkers: 'block' });

let city: CityServer;
let setupLink: string;
test.beforeAll(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterAll(() => city.remove());

test('a language that was opened before the script came stays open', async ({ page }) => {
	await setUpCity(page, setupLink);
	let arrive = () => {};
	const arrived = new Promise<void>((resolve) => (arrive = resolve));
	await page.route('**/*.js', async (route) => {
		await arrived;
		await route.continue();
	});
	await page.goto(`${city.url}/staff/public-replies`, { waitUntil: 'commit' });
	const folded = page.locator('details:not([open]):has([name$=-es])').first();
	await folded.locator('summary').click();
	const field = page.locator('[name$=-es]').first();
	await field.fill('Escrito antes');
	arrive();
	await page.waitForLoadState('networkidle');
	await expect(field).toBeVisible();
	await expect(field).toHaveValue('Escrito antes');
});
