/** Two people ask for the same: staff join their needs, undo it, join them again; each reads the answer on her phone. */
import { expect, test, type Page } from '@playwright/test';
import { CityServer } from './city-server.ts';
import { setUpCity, tellNeed, untilKept, wordsOf } from './people.ts';

const one = 'El ascensor de la biblioteca de la plaza no funciona desde marzo';
const other = 'No funciona el ascensor de la biblioteca de la plaza';
const answer = 'El ascensor funciona otra vez el lunes.';

test('two needs are joined, split by an undo and joined again; both phones read the one answer', async ({
	browser
}) => {
	const t = wordsOf('es');
	const words = wordsOf('en', 'staff');
	const { city, setupLink } = await CityServer.found();
	const desk = await (
		await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en' })
	).newPage();
	await setUpCity(desk, setupLink);
	const tell = async (need: string): Promise<Page> => {
		const phone = await browser.newContext({
			locale: 'es',
			viewport: { width: 320, height: 568 }
		});
		const page = await phone.newPage();
		await page.goto(`${city.url}/es`);
		await untilKept(page, 'es');
		await tellNeed(page, 'es', need);
		await page.goto(`${city.url}/es/needs`);
		await expect(page.locator('main a.card .status')).toContainText(t('messages.track.sent'));
		return page;
	};
	const phones = [await tell(one), await tell(other)];

	// the texts look alike: that is only a suggestion, and staff read both
	await desk.goto(`${city.url}/staff`);
	await desk.getByText(other).click();
	const compare = desk.locator('#thread').getByRole('link', { name: /Compare/ });
	await expect(async () => {
		// a need can be found a moment after it came
		await desk.reload();
		await expect(compare).toHaveCount(1, { timeout: 500 });
	}).toPass();
	const joinIt = async () => {
		await compare.click();
		await expect(desk.getByText(one)).toBeVisible();
		await expect(desk.getByText(other)).toBeVisible();
		await desk.locator('form.sides section').nth(1).getByRole('button').click();
		await expect(desk.getByText(words('joins.done.joined'))).toBeVisible();
	};
	await joinIt();
	await desk.getByRole('button', { name: words('joins.undo') }).click();
	await expect(desk.getByText(words('joins.done.undone'))).toBeVisible();
	await joinIt();

	// the answer is written once, on the page of the need that leads
	await desk.locator('#thread a[href^="/staff/needs/"]').first().click();
	await desk.locator('textarea[name=words]').fill(answer);
	await desk.locator('[name=kind][value=answered]').check();
	await desk.locator('#reply button:not([type=button])').first().click();
	await expect(desk.getByText(answer).first()).toBeVisible();
	for (const page of phones) {
		await page.reload();
		await expect(page.locator('main a.card .status')).toContainText(t('messages.track.answered'));
		await page.locator('main a.card').first().click();
		await expect(page.getByText(answer)).toHaveCount(1);
		await expect(page.locator('main')).toContainText('ascensor');
	}
	await city.remove();
});
