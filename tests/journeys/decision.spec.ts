/** The way back: what the city decides about a challenge reaches, without internet, whoever told the need that began it. */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { fillFolded, setUpCity, tellNeed, untilKept, watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const words = wordsOf('en', 'staff');
const asked = 'saber cuándo tiene hora el médico';
const decided = 'El centro de salud abre por la tarde';

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

/** Staff make a challenge of what she told, open it, and decide. */
async function decide(desk: Page): Promise<void> {
	await desk.goto(`${city.url}/staff`);
	await desk.getByRole('link', { name: /médico/ }).click();
	await desk.getByRole('link', { name: words('challenges.add') }).click();
	await fillFolded(desk, 'who-es', 'Familias con niños');
	await fillFolded(desk, 'what-es', asked);
	await fillFolded(desk, 'why-es', 'no esperar toda la mañana');
	await desk.getByRole('button', { name: words('challenges.keep') }).click();
	await desk.getByRole('button', { name: words('challenges.open') }).click();
	await desk.getByRole('link', { name: words('decisions.add') }).click();
	await desk.locator('[name=outcome]').selectOption('yes');
	await desk.locator('[name=cost]').selectOption('to-100000');
	await fillFolded(desk, 'what-es', decided);
	await fillFolded(desk, 'when-es', 'En primavera');
	await fillFolded(desk, 'who-es', 'Los centros de salud');
	await desk.getByRole('button', { name: words('challenges.keep') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('decisions.done.written'));
	await desk.getByRole('button', { name: words('decisions.publish') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('decisions.done.published'));
}

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
	const desk = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	await setUpCity(desk, setupLink);
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await tellNeed(page, 'es', 'Espero horas en el médico.');
	await expect(page.locator('main ol .sent')).toBeVisible();
	await decide(desk);
	await desk.close();

	await page.goto(`${city.url}/es/needs`);
	const isKept = () =>
		page.evaluate(async (said) => {
			const page = await caches.match('/es/neighbourhood');
			return Boolean((await page?.text())?.includes(said));
		}, decided);
	await expect.poll(isKept, { timeout: 20_000 }).toBe(true);
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
