/** All of the way at once, as a person on a small phone sees it: every public page filled, an idea said, and a survey answered. */
import { expect, test } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import type { CityServer } from './city-server.ts';
import { foundFilled, wordsAt } from './filled-neighbourhood.ts';
import { wordsOf } from './people.ts';

let city: CityServer;
let challenge: string;

test.use({ viewport: { width: 320, height: 568 } });

test.beforeAll(async ({ browser }) => {
	({ city, challenge } = await foundFilled(browser));
});
test.afterAll(() => city.remove());

for (const lang of ['es', 'ar'] as const) {
	test(`filled, the pages of a neighbourhood fit a small screen and everybody in ${lang}`, async ({
		page
	}) => {
		const words = wordsOf(lang);
		const pages = {
			neighbourhood: wordsAt('A', 'decided', lang),
			[`neighbourhood/${challenge}`]: wordsAt('B', 'tried', lang),
			sessions: wordsAt('B', 'we', lang)
		};
		for (const [path, said] of Object.entries(pages)) {
			await page.goto(`${city.url}/${lang}/${path}`);
			await expect(page.locator('main')).toContainText(said);
			await expectFitting(page);
			await expectNothingFound(page);
		}
		await page.goto(`${city.url}/${lang}/neighbourhood/${challenge}/idea`);
		await page.getByLabel(words('idea.mine')).fill(wordsAt('B', 'idea', lang));
		await page.getByLabel(words('idea.publish')).check();
		await expectFitting(page);
		await expectNothingFound(page);

		await page.goto(`${city.url}/${lang}/survey`);
		await page.getByRole('button', { name: words('survey.answer') }).click();
		await page.getByRole('radio').nth(1).check();
		await expectFitting(page);
		await expectNothingFound(page);
		await page.getByRole('button', { name: words('tell.words.continue') }).click();
		await page.getByRole('textbox').fill(wordsAt('B', 'why', lang));
		await expectFitting(page);
		await expectNothingFound(page);
		await page.getByRole('button', { name: words('tell.words.continue') }).click();
		await expect(page.getByRole('heading', { name: words('survey.check') })).toBeVisible();
		await expectFitting(page);
		await expectNothingFound(page);
	});
}
