/** My neighbourhood: what neighbours ask, think of and get, by neighbourhood, and her own need on top; without internet after one visit. */
import { expect, test, type Page } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import {
	aDesk,
	askHowItIs,
	decide,
	openChallenge,
	publishIdea,
	sayIdea,
	tellAndSend,
	tryOut,
	untilPageKept
} from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { fillFolded, watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const words = wordsOf('en', 'staff');
const need = 'No hay sombra en la plaza.';
const asked = { who: 'Las vecinas mayores', what: 'sentarse a la sombra', why: 'salir en verano' };
const idea = 'Toldos de tela en verano';
const pilot = 'Toldos en la plaza Mayor';
const decision = 'Plantamos veinte árboles';
const done = 'Hay seis bancos nuevos.';

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

/** Staff say to the whole city what was done. */
async function sayPublicly(desk: Page): Promise<void> {
	await desk.goto(`${city.url}/staff/public-replies`);
	await fillFolded(desk, 'said-es', 'Faltan bancos.');
	await fillFolded(desk, 'done-es', done);
	await desk.getByRole('button', { name: words('publicReplies.submit') }).click();
	await expect(desk.getByText(done).first()).toBeVisible();
}

/** What stands under the heading of this place, down to the next one. */
function under(page: Page, place: string): Promise<string> {
	return page.getByRole('heading', { level: 2, name: place }).evaluate((heading) => {
		let said = '';
		let next = heading.nextElementSibling;
		for (; next && next.tagName !== 'H2'; next = next.nextElementSibling) said += next.textContent;
		return said;
	});
}

test('each neighbourhood has what it asks, thinks of and gets, and she finds her own need on top', async ({
	browser,
	page,
	context
}) => {
	test.slow();
	const faults = watchBehaviour(context);
	await page.setViewportSize({ width: 320, height: 568 });
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, need);
	const challenge = await openChallenge(desk, city.url, /plaza/, { ...asked, place: 'El Raval' });
	await page.goto(`${city.url}/es/neighbourhood/${challenge}`);
	await sayIdea(page, idea);
	await page.goto(`${city.url}/es/neighbourhood/${challenge}`);
	await expect(page.locator('.own .status.sent')).toBeVisible();
	await publishIdea(desk, city.url, challenge);
	await desk.goto(`${city.url}/staff/challenges/${challenge}`);
	await tryOut(desk, pilot);
	await askHowItIs(desk);
	await desk.goto(`${city.url}/staff/challenges/${challenge}`);
	await decide(desk, decision);
	await sayPublicly(desk);

	await page.goto(`${city.url}/es/needs`);
	await untilPageKept(page, '/es/neighbourhood', done);
	await untilPageKept(page, '/es/neighbourhood', idea);
	await city.stop();
	await page.goto(`${city.url}/es/neighbourhood`);
	await expect(page.getByText(done)).toBeVisible();
	const raval = await under(page, 'El Raval');
	for (const said of [asked.what, idea]) expect(raval).toContain(said);
	expect(raval).not.toContain(done);
	expect(await under(page, t('neighbourhood.city'))).toContain(done);
	for (const said of [pilot, decision]) {
		await expect(page.locator('main').getByText(said).first()).toBeVisible();
	}
	const mine = page.getByRole('region', { name: t('messages.title') });
	await expect(mine).toContainText(need);
	await expectFitting(page);
	await expectNothingFound(page);

	// she wants the idea too, and it is kept here until there is internet
	const card = page.locator('main li.card', { hasText: idea });
	await card.getByRole('button', { name: t('neighbourhood.meToo') }).click();
	await expect(card.getByRole('status')).toContainText(t('messages.track.phone'));
	await mine.getByRole('link').click();
	await expect(page.getByText(t('became.title'))).toBeVisible();
	expect(faults).toEqual([]);

	await city.start();
	await page.goto(`${city.url}/es/neighbourhood`);
	await expect(card.getByRole('status')).toContainText(t('messages.track.sent'));
	const filled = ['', `/${challenge}`, `/${challenge}/idea`, '/method'];
	for (const path of [...filled.map((path) => `neighbourhood${path}`), 'survey']) {
		await page.goto(`${city.url}/ar/${path}`);
		await expect(page.locator('main h1')).toBeVisible();
		await expectFitting(page);
		await expectNothingFound(page);
	}
});
