/** What the city tries out: a phone without internet reads it, says how it was, staff see that, and the decision names it. */
import { expect, test, type Page } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import {
	aDesk,
	askHowItIs,
	decide,
	openChallenge,
	tellAndSend,
	tryOut,
	untilPageKept
} from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { fillFolded, watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const words = wordsOf('en', 'staff');
const asked = 'saber cuándo tiene hora el médico';
const tried = 'El centro de salud abre los jueves por la tarde';
const decided = 'El centro abre todas las tardes';

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

/** She reads what is tried on the kept page of its challenge, and says how it was. */
async function sayHowItWas(page: Page): Promise<void> {
	await page.goto(`${city.url}/es/neighbourhood`);
	const pilots = page.getByRole('region', { name: t('pilot.title') });
	await expect(pilots.getByText(tried)).toBeVisible();
	await expect(pilots.getByText(t('pilot.stage.now'))).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
	await pilots.getByRole('link', { name: t('neighbourhood.more') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(asked);
	await expect(page.getByText('Todo el barrio')).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
	await page.getByRole('link', { name: t('pilot.say') }).click();
	await page.getByRole('button', { name: t('survey.answer') }).click();
	const next = page.getByRole('button', { name: t('tell.words.continue') });
	await page.getByRole('radio', { name: t('survey.face.4'), exact: true }).check();
	await next.click();
	await page.getByRole('checkbox', { name: 'El horario' }).check();
	await next.click();
	await page.getByRole('textbox').fill('Que abra más tardes');
	await next.click();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByText(t('messages.track.phone'))).toBeVisible();
}

test('a pilot is read and answered without internet, staff hear how it was, and the decision names it', async ({
	browser,
	page,
	context
}) => {
	test.slow();
	const faults = watchBehaviour(context);
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'Espero horas en el médico.');
	await openChallenge(desk, city.url, /médico/, { what: asked });
	const pilot = `${city.url}/staff/pilots/${await tryOut(desk, tried)}`;
	await askHowItIs(desk);

	// it stands there without script too
	const bare = await page.request.get(`${city.url}/es/neighbourhood`);
	expect(await bare.text()).toContain(tried);
	await page.goto(`${city.url}/es/needs`);
	await untilPageKept(page, '/es/neighbourhood', tried);
	await page.locator('main a.card').first().click();
	const became = page.getByRole('region', { name: t('became.title') });
	await expect(became.getByText(t('became.trying'))).toBeVisible();
	await city.stop();
	await sayHowItWas(page);

	await city.start();
	await page.goto(`${city.url}/es/survey`);
	await expect(page.getByText(t('messages.track.sent'))).toBeVisible({ timeout: 20_000 });
	await desk.goto(pilot);
	await desk.getByRole('link', { name: /1$/ }).click();
	await desk.getByText(words('surveys.words')).click();
	await expect(desk.getByText('Que abra más tardes')).toBeVisible();

	await desk.goto(pilot);
	await fillFolded(desk, 'learned-es', 'La gente viene más por la tarde.');
	await desk.getByRole('button', { name: words('challenges.keep') }).click();
	await desk.getByRole('button', { name: words('pilots.end') }).click();
	await decide(desk, decided);
	await desk.close();

	await page.goto(`${city.url}/es/needs`);
	await untilPageKept(page, '/es/neighbourhood', decided);
	await city.stop();
	await page.goto(`${city.url}/es/neighbourhood`);
	await page.getByRole('link', { name: decided }).click();
	await expect(page.getByText('La gente viene más por la tarde.')).toBeVisible();
	await expect(page.getByText(t('pilot.stage.over'))).toBeVisible();
	await expect(page.getByText(t('decision.tried'))).toBeVisible();
	await expect(page.getByRole('link', { name: tried })).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
	expect(faults).toEqual([]);
	await city.start();
});
