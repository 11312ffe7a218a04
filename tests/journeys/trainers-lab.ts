/** A lab and its trainer, for journeys in which she is the one who acts. */
import { expect, type Page } from '@playwright/test';
import type { CityServer } from './city-server.ts';
import { setUpCity, untilKept, wordsOf } from './people.ts';

const leads = wordsOf('es', 'trainer');
export const pin = '314159';
const look = { timeout: 30_000 };

/** Staff found the city, open a lab and invite a trainer; gives the link of her invitation. */
export async function inviteTrainer(
	staff: Page,
	city: CityServer,
	setupLink: string,
	lab: string
): Promise<string> {
	await setUpCity(staff, setupLink);
	await staff.goto(`${city.url}/staff/labs`);
	await staff.locator('#lab [name=name]').fill(lab);
	await staff.locator('#lab button').first().click();
	await staff.goto(`${city.url}/staff/trainers`);
	await staff.locator('form [name=name]').fill('Amina');
	await staff.getByRole('checkbox', { name: lab }).check();
	await staff.locator('form:has([name=labs]) button').first().click();
	if (/trainers$/.test(staff.url())) await staff.getByRole('link', { name: 'Amina' }).click();
	await staff.locator('form[action$="?/invite"] [name=lang]').selectOption('es');
	await staff.locator('form[action$="?/invite"] button').click();
	return staff.locator('#link').inputValue();
}

/** She opens the link on her phone, and has all her pages on it, in Spanish. */
export async function joinAsTrainer(page: Page, city: CityServer, link: string): Promise<void> {
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await page.goto(link);
	await page.locator('main .action').click();
	await page.locator('main .action').click();
	await page.locator('#pin').fill(pin);
	await page.locator('#again').fill(pin);
	await page.locator('main .action').click();
	await expect(page.getByRole('link', { name: leads('lead.start') })).toBeVisible();
	await expect.poll(() => hasAll(page), look).toBe(true);
}

/** Are her pages here, the words for them, and what reads codes? This browser has no reader of its own. */
function hasAll(page: Page): Promise<boolean> {
	return page.evaluate(async () => {
		const kept = await caches.match('/es/trainer/papers');
		const seldom = await caches.open('seldom');
		const files = await seldom.keys();
		const sizes = await Promise.all(
			files.map(async (file) => (await (await seldom.match(file))?.text())?.length ?? 0)
		);
		const hasWords = files.some(({ url }) => url.includes('es.trainer'));
		return Boolean(kept) && hasWords && Math.max(0, ...sizes) > 100_000;
	});
}
