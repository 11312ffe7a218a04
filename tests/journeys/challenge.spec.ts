/** From a need to a challenge: staff write it from what somebody told, and her neighbours read it without internet. */
import { expect, test, type Page } from '@playwright/test';
import { aDesk, tellAndSend, untilPageKept } from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { fillFolded, untilAwake, watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const words = wordsOf('en', 'staff');
const texts = {
	es: ['Familias con niños', 'saber cuándo tiene hora el médico', 'no esperar toda la mañana'],
	ar: ['أسر لديها أطفال', 'معرفة موعد الطبيب', 'كي لا ينتظروا صباحًا كاملًا']
} as const;

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

/** Staff come from the need, write both languages, read the hint, mend it, and open the challenge. */
async function writeChallenge(desk: Page): Promise<void> {
	await desk.goto(`${city.url}/staff`);
	await desk.getByRole('link', { name: /médico/ }).click();
	await desk.getByRole('link', { name: words('challenges.add') }).click();
	for (const [lang, [who, what, why]] of Object.entries(texts)) {
		await fillFolded(desk, `who-${lang}`, who);
		await fillFolded(desk, `what-${lang}`, lang === 'es' ? 'una aplicación' : what);
		await fillFolded(desk, `why-${lang}`, why);
	}
	const solution = desk.locator('mark[lang=es]');
	await expect(solution).toHaveText('aplicación');
	await desk.locator('[name=what-es]').fill(texts.es[1]);
	await expect(solution).toHaveCount(0);
	await desk.getByRole('button', { name: words('challenges.keep') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('challenges.done.written'));
	await desk.getByRole('button', { name: words('challenges.open') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('challenges.done.opened'));
}

test('what somebody told becomes a challenge that her neighbours read, also without internet', async ({
	browser,
	page,
	context
}) => {
	const faults = watchBehaviour(context);
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'Espero horas en el médico.');
	await writeChallenge(desk);
	await desk.close();

	await page.goto(`${city.url}/es/needs`);
	await untilPageKept(page, '/es/neighbourhood', texts.es[1]);
	await page.getByRole('link', { name: t('near.neighbourhood') }).click();
	for (const text of texts.es) await expect(page.getByText(text, { exact: true })).toBeVisible();
	// one person alone stands behind it: no number tells of her
	await expect(page.locator('main')).not.toContainText(t('neighbourhood.needs').slice(-20));
	await city.stop();
	await page.goto(`${city.url}/es/needs`);
	await page.getByRole('link', { name: t('near.neighbourhood') }).click();
	await expect(page.getByText(texts.es[0], { exact: true })).toBeVisible();
	// its own page is here too
	await page.getByRole('link', { name: t('neighbourhood.more') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.es[1]);
	await page.getByRole('link', { name: t('near.neighbourhood') }).click();
	await expect(page).toHaveURL(/\/neighbourhood(#|$)/);
	await untilAwake(page);
	// she wants it too, says so without internet, and the city hears of it when there is some again
	await page.getByRole('button', { name: t('neighbourhood.meToo') }).click();
	const said = page.locator('main .card [role=status]');
	await expect(said).toContainText(t('messages.track.phone'));
	await city.start();
	await page.reload();
	await expect(said).toContainText(t('messages.track.sent'));
	await page.getByRole('button', { name: t('neighbourhood.takeBack') }).click();
	await expect(said).toHaveCount(0);
	expect(faults).toEqual([]);

	const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'ar' });
	const other = await plain.newPage();
	await other.goto(`${city.url}/ar/neighbourhood`);
	for (const text of texts.ar) await expect(other.getByText(text, { exact: true })).toBeVisible();
	await plain.close();
});
