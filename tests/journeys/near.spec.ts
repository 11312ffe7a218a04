/** My neighbourhood, filled: what neighbours ask, think of and got, and her own need, also without internet and without a script. */
import { expect, test, type Page } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { aDesk, tellAndSend, untilPageKept } from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { fillNeighbourhoods, wordsAt } from './filled-neighbourhood.ts';
import { watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const small = { width: 320, height: 568 };
const parts = ['what', 'idea', 'tried', 'decided', 'we'] as const;

let city: CityServer;
let challenge: string;

test.use({ viewport: small });

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const desk = await aDesk(browser, founded.setupLink);
	await desk.close();
	challenge = await fillNeighbourhoods(city);
});
test.afterAll(() => city.remove());

/** Everything of these places stands on the page, and nothing of the others. */
async function expectPlaces(page: Page, here: string[], away: string[]): Promise<void> {
	const main = page.locator('main');
	for (const part of parts) {
		for (const name of here) await expect(main).toContainText(wordsAt(name, part));
		for (const name of away) await expect(main).not.toContainText(wordsAt(name, part));
	}
}

/** With the keyboard alone she opens the list of neighbourhoods and chooses one. */
async function choose(page: Page, name: string): Promise<void> {
	await page.locator('main summary').first().focus();
	await page.keyboard.press('Enter');
	await page.getByRole('link', { name, exact: true }).focus();
	await page.keyboard.press('Enter');
}

test('without internet her need stands above all that her city asks, tries and did, and she chooses a neighbourhood', async ({
	page,
	context
}) => {
	const faults = watchBehaviour(context);
	await tellAndSend(page, city.url, 'No hay sombra en ninguna parte.');
	await untilPageKept(page, '/es/neighbourhood', wordsAt('B', 'idea'));
	await untilPageKept(page, `/es/neighbourhood/${challenge}`);
	await page.goto(`${city.url}/es/neighbourhood`);
	await expect(page.getByRole('region', { name: t('find.found') })).toBeVisible();
	await city.stop();

	await page.goto(`${city.url}/es/neighbourhood`);
	await expectPlaces(page, ['A', 'B', 'C'], []);
	await choose(page, 'El Raval');
	await expect(page).toHaveURL(/place=el-raval$/);
	await expectPlaces(page, ['B', 'C'], ['A']);
	await page.getByRole('link', { name: wordsAt('B', 'idea') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(wordsAt('B', 'what'));
	await page.goto(`${city.url}/es/neighbourhood?place=el-raval`);
	await choose(page, t('neighbourhood.city'));
	await expectPlaces(page, ['A', 'B', 'C'], []);
	const mine = page.getByRole('region', { name: t('find.found') });
	await expect(mine).toContainText(t('messages.track.sent'));
	await mine.getByRole('link').click();
	await expect(page.getByText('No hay sombra en ninguna parte.')).toBeVisible();
	await expect(page.getByRole('heading', { name: t('messages.code.title') })).toBeVisible();
	await city.start();
	expect(faults).toEqual([]);
});

test('where no script runs plain links choose the neighbourhood, and its news follow', async ({
	browser
}) => {
	const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'es' });
	const page = await plain.newPage();
	await page.goto(`${city.url}/es/neighbourhood`);
	await expectPlaces(page, ['A', 'B', 'C'], []);
	await expect(page.getByText(t('find.found'))).toHaveCount(0);
	await page.locator('main summary').first().click();
	await page.getByRole('link', { name: 'Centre', exact: true }).click();
	await expectPlaces(page, ['A', 'C'], ['B']);
	const news = await page.locator('link[rel=alternate]').getAttribute('href');
	expect(news).toBe('/es/neighbourhood/rss.xml?place=centre');
	const file = await (await page.request.get(`${city.url}${news}`)).text();
	expect(file).toContain('<title>');
	for (const part of ['what', 'tried', 'decided', 'we'] as const) {
		for (const name of ['A', 'C']) expect(file).toContain(wordsAt(name, part));
		expect(file).not.toContain(wordsAt('B', part));
	}
	await plain.close();
});

for (const lang of ['es', 'ar'] as const) {
	test(`filled pages fit a small screen and everybody in ${lang}`, async ({ page }) => {
		const words = wordsOf(lang);
		const pages = {
			neighbourhood: wordsAt('A', 'decided', lang),
			'neighbourhood?place=el-raval': wordsAt('B', 'we', lang),
			[`neighbourhood/${challenge}`]: wordsAt('B', 'tried', lang),
			sessions: wordsAt('B', 'we', lang)
		};
		for (const [path, said] of Object.entries(pages)) {
			await page.goto(`${city.url}/${lang}/${path}`);
			await expect(page.locator('main')).toContainText(said);
			const places = page.locator('main summary').first();
			if (path.startsWith('neighbourhood') && !path.includes('/')) await places.click();
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
