/** The way back: what the city decides about a challenge reaches, without internet, whoever told the need that began it. */
import { expect, test, type Browser } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { aDesk, decide, openChallenge, tellAndSend, untilPageKept } from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const asked = 'saber cuándo tiene hora el médico';
const decided = 'El centro de salud abre por la tarde';

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

/** Whoever has the code reads the same on a phone that knows nothing of the need, also where no script runs. */
async function readByCode(browser: Browser, code: string, script: boolean): Promise<void> {
	const viewport = { width: 320, height: 568 };
	const other = await browser.newContext({ javaScriptEnabled: script, viewport });
	const page = await other.newPage();
	await page.goto(`${city.url}/es/needs/find`);
	await page.locator('[name=code]').fill(code);
	await page.getByRole('button', { name: t('find.show') }).click();
	const became = page.getByRole('region', { name: t('became.title') });
	await expect(became.getByText(asked)).toBeVisible();
	await expect(became.getByText(t('decision.outcome.yes'))).toBeVisible();
	await expect(became.getByText(decided)).toBeVisible();
	if (script) await expectFitting(page);
	if (script) await expectNothingFound(page);
	await became.getByRole('link', { name: t('neighbourhood.more') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(asked);
	await other.close();
}

test('she reads without internet what became of her need: the question to all, and the decision', async ({
	browser,
	page,
	context
}) => {
	const faults = watchBehaviour(context);
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'Espero horas en el médico.');
	await openChallenge(desk, city.url, /médico/, { what: asked });
	await decide(desk, decided);
	await desk.close();

	await page.goto(`${city.url}/es/needs`);
	await untilPageKept(page, '/es/neighbourhood', decided);
	await page.locator('main a.card').first().click();
	await expect(page.getByRole('heading', { name: t('became.title') })).toBeVisible();

	const code = (await page.locator('.letters').first().textContent()) ?? '';
	for (const script of [true, false]) await readByCode(browser, code, script);
	await city.stop();
	await page.reload();
	const became = page.getByRole('region', { name: t('became.title') });
	await expect(became.getByText(asked)).toBeVisible();
	await expect(became.getByText(t('decision.outcome.yes'))).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
	await became.getByRole('link', { name: t('neighbourhood.more') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(asked);
	await expect(page.locator('main').getByText(decided)).toBeVisible();
	await expect(page.locator('main').getByText('En primavera')).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
	await page.getByRole('link', { name: t('near.neighbourhood') }).click();
	await expect(page.getByRole('link', { name: decided })).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
	expect(faults).toEqual([]);
	await city.start();
});
