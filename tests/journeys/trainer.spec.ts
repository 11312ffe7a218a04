/** A trainer: invited by staff, at work without internet by her PIN, shut out when the device is lost. */
import { randomUUID } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, tellNeed, untilKept, watchBehaviour, wordsOf } from './people.ts';

const lang = 'es';
const [t, staff] = [wordsOf(lang, 'trainer'), wordsOf('en', 'staff')];
const [pin, other] = ['480213', '480214'];

let city: CityServer;
let desk: Page;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	desk = await (await browser.newContext({ locale: 'en' })).newPage();
	await setUpCity(desk, founded.setupLink);
	const { databaseUrl, dataFolder } = city;
	await withDatabase({ databaseUrl: databaseUrl || undefined, dataFolder }, async (db) => {
		const lab = { id: randomUUID(), name: 'Biblioteca del Raval', place: null, address: '' };
		await db
			.insertInto('labs')
			.values({ ...lab, made_at: new Date() })
			.execute();
	});
});
test.afterAll(() => city.remove());

/** Staff add a trainer and give her the link. */
async function invite(name: string): Promise<string> {
	await desk.goto(`${city.url}/staff/trainers`);
	await desk.locator('[name=name]').fill(name);
	await desk.getByRole('checkbox', { name: 'Biblioteca del Raval' }).check();
	await desk.getByRole('button', { name: staff('trainers.add') }).click();
	await desk.locator('select[name=lang]').selectOption(lang);
	await desk.getByRole('button', { name: staff('trainers.makeLink') }).click();
	await expectNothingFound(desk);
	return desk.locator('#link').inputValue();
}

const tap = (page: Page, key: string) => page.getByRole('button', { name: t(key) }).click();

async function typePin(page: Page, typed: string): Promise<void> {
	await page.locator('#pin').fill(typed);
	await tap(page, 'trainer.pin.open');
}

test('a trainer is invited, opens her part without internet, and is shut out; what was told still arrives', async ({
	browser
}) => {
	const link = await invite('Carla');
	const page = await (await browser.newContext({ locale: lang })).newPage();
	const faults = watchBehaviour(page.context());
	await page.goto(link);
	await expect(page.locator('main')).toContainText('Biblioteca del Raval');
	await expectFitting(page);
	await expectNothingFound(page);
	// the address, and with it the history, has the token no more
	expect(page.url()).not.toContain('#');
	await tap(page, 'trainer.join.go');
	await tap(page, 'trainer.join.next');
	await page.locator('#pin').fill(pin);
	await page.locator('#again').fill(pin);
	await tap(page, 'trainer.join.done');
	await expect(page.locator('h1')).toHaveText('Hola, Carla');
	// her pages are here
	await expect(page.locator('main [role=status]')).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
	await untilKept(page, lang);

	await city.stop();
	await page.reload();
	await expect(page.locator('h1')).toHaveText('Hola, Carla');
	await tap(page, 'trainer.lock');
	await typePin(page, other);
	await expect(page.getByRole('alert')).toHaveText(t('trainer.pin.noFit'));
	await page.reload();
	const wait = page.locator('#pin-hint');
	await expect(wait).toBeVisible();
	await typePin(page, pin);
	await expect(page.locator('h1')).toHaveText(t('trainer.title'));
	await expect(wait).toBeHidden();
	await typePin(page, pin);
	await expect(page.locator('h1')).toHaveText('Hola, Carla');
	const words = 'Sin banco en la plaza, dice Hortensia';
	await tellNeed(page, lang, words);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		wordsOf(lang)('messages.track.phone')
	);

	await city.start();
	await desk.goto(`${city.url}/staff/trainers`);
	await desk.getByRole('link', { name: 'Carla' }).click();
	await desk.getByRole('link', { name: staff('trainers.shut') }).click();
	await desk.getByRole('button', { name: staff('trainers.shutConfirm') }).click();
	await page.goto(`${city.url}/${lang}/trainer`);
	await expect(page.getByRole('alert')).toHaveText(t('trainer.gone.device-shut-out'));
	await page.goto(`${city.url}/${lang}/needs`);
	const card = page.locator('main a.card .status');
	await expect(card).toContainText(wordsOf(lang)('messages.track.sent'));
	await desk.goto(`${city.url}/staff`);
	await expect(desk.getByText(words)).toBeVisible();
	expect(faults).toEqual([]);
});
