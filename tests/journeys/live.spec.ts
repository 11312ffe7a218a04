/** Two at the desk: what comes stands in the inbox by itself, they see each other, and nothing that is being written goes. */
import { expect, test } from '@playwright/test';
import { aNeed } from '../integration/invented.ts';
import { aDesk } from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { inviteColleague, wordsOf } from './people.ts';

const t = wordsOf('en', 'staff');
const typed = 'La rampa llega en mayo.';
let city: CityServer;
let setupLink: string;

test.beforeAll(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterAll(() => city.remove());

test('a need comes into the open inbox; of one need two know from each other, and who writes loses nothing', async ({
	browser
}) => {
	const desk = await aDesk(browser, setupLink);
	const office = await browser.newContext({ locale: 'en' });
	const bea = { name: 'Bea', email: 'bea@city.example' };
	const colleague = await inviteColleague(desk, office, bea);
	await desk.goto(`${city.url}/staff`);
	await desk.evaluate(() => Object.assign(window, { isTheSamePage: true }));
	const need = aNeed('No hay luz en la plaza');
	const told = await desk.request.post(`${city.url}/api/sync`, {
		data: { v: 1, submissions: [need] }
	});
	expect(told.status()).toBe(200);
	await expect(desk.getByRole('link', { name: /No hay luz/ })).toBeVisible();
	expect(await desk.evaluate('isTheSamePage')).toBe(true);

	await desk.getByRole('link', { name: /No hay luz/ }).click();
	await desk.locator('textarea[name=words]').fill(typed);
	await colleague.goto(`${city.url}/staff/needs/${need.id}`);
	await expect(desk.getByText(t('live.here').replace('{{names}}', bea.name))).toBeVisible();
	await expect(desk.getByText(t('live.touched'))).toHaveCount(0);
	await colleague.locator('textarea[name=note]').fill('Lo miro yo');
	await colleague.locator('form:has(textarea[name=note]) button').first().click();
	await expect(desk.getByText(t('live.touched'))).toBeVisible();
	await expect(desk.locator('textarea[name=words]')).toHaveValue(typed);
	await colleague.close();
	await expect(desk.getByText(t('live.here').replace('{{names}}', bea.name))).toHaveCount(0);
});

test('what comes while the line to the inbox is broken stands there when it is back', async ({
	browser
}) => {
	const founded = await CityServer.found();
	const desk = await aDesk(browser, founded.setupLink);
	const line = desk.waitForResponse(`${founded.city.url}/staff/live`);
	await desk.goto(`${founded.city.url}/staff`);
	await line;
	await founded.city.kill();
	await founded.city.start();
	const data = { v: 1, submissions: [aNeed('No hay luz en la plaza')] };
	expect((await desk.request.post(`${founded.city.url}/api/sync`, { data })).status()).toBe(200);
	await expect(desk.getByRole('link', { name: /No hay luz/ })).toBeVisible();
	await founded.city.remove();
});
