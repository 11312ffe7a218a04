/** The calendar of sessions: staff plan one, a phone shows it without internet, a calendar takes it in. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { CityServer } from './city-server.ts';
import {
	planSession,
	setUpCity,
	untilAwake,
	untilKept,
	watchBehaviour,
	wordsOf
} from './people.ts';

const t = wordsOf('es');
let city: CityServer;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const desk = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	await setUpCity(desk, founded.setupLink);
	await planSession(desk, city.url, 'Lab Raval');
	await desk.goto(`${city.url}/staff/public-replies`);
	await desk.locator('[lang=es] summary, details:has([lang=es]) summary').first().click();
	await desk.locator('[name=said-es]').fill('Falta una rampa en la biblioteca.');
	await desk.locator('[name=done-es]').fill('La rampa está desde mayo.');
	await desk.locator('#reply button').first().click();
	await expect(desk.locator('.notice')).toBeVisible();
	await desk.close();
});

test.afterAll(() => city.remove());

/** The file that a tap on a link gives, by the lines that say what it is. */
async function fileBehind(page: Page, link: string): Promise<string[]> {
	const there = page.getByRole('link', { name: link }).first();
	await expect(there).toBeVisible();
	await untilAwake(page);
	const coming = page.waitForEvent('download');
	await there.click();
	const text = readFileSync(await (await coming).path(), 'utf8');
	return text.split('\r\n').filter((line) => /^(UID|DTSTART|DTEND|STATUS|SUMMARY):/.test(line));
}

test('a session that staff plan is on a phone without internet, and goes into its calendar', async ({
	page,
	context
}) => {
	const faults = watchBehaviour(context);
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await page
		.getByRole('link', { name: t('home.learn') })
		.first()
		.click();
	// the first tap brings it
	const words = () =>
		page.evaluate(async () => {
			const page = await caches.match('/es/sessions');
			const files = await (await caches.open('seldom')).keys();
			return page && files.some(({ url }) => url.includes('/es.lab.'));
		});
	await expect.poll(words, { timeout: 20_000 }).toBe(true);
	await page.getByRole('link', { name: t('near.sessions') }).click();
	const ofCity = await fileBehind(page, t('sessions.toCalendar'));
	expect(ofCity).toHaveLength(5);

	await city.stop();
	await page.goto(`${city.url}/es/learn`);
	await page.getByRole('link', { name: t('near.sessions') }).click();
	await expect(page.getByText('Lab Raval').first()).toBeVisible();
	await expect(page.getByText('La rampa está desde mayo.')).toBeVisible();
	await expect(page.locator('main ul').first()).toContainText('Reconoce un mensaje');
	// in the city's calendar and in this phone's own file it is the same session
	expect(await fileBehind(page, t('sessions.toCalendar'))).toEqual(ofCity);
	await page.getByRole('link', { name: t('sessions.onlyLab') }).click();
	await expect(page.getByRole('link', { name: t('sessions.allLabs') })).toBeVisible();
	expect(await fileBehind(page, t('sessions.follow'))).toEqual(ofCity);

	// weeks later, still without internet
	await page.clock.setFixedTime(Date.now() + 30 * 24 * 60 * 60 * 1000);
	await page.reload();
	await expect(page.getByText(t('sessions.none'))).toBeVisible();
	await expect(page.getByRole('link', { name: t('sessions.toCalendar') })).toHaveCount(0);
	expect(faults).toEqual([]);
	await city.start();
});
