/** Hostile words on the way from a need to a decision: staff and citizens read them as text, and nothing runs or calls out. */
import { expect, test, type Page } from '@playwright/test';
import {
	aDesk,
	askHowItIs,
	askRound,
	decide,
	openChallenge,
	publishIdea,
	sayIdea,
	tellAndSend,
	tryOut
} from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { foundIn, hostileNames, watchHostile as watch } from './hostile.ts';

const [script = '', image = '', svg = '', closing = '', title = ''] = hostileNames;
let city: CityServer;
let setupLink: string;

test.beforeAll(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterAll(() => city.remove());

async function look(page: Page, path: string, ...read: string[]): Promise<void> {
	await page.goto(city.url + path);
	for (const words of read) await expect(page.locator('main')).toContainText(words);
	expect(await page.evaluate(foundIn), path).toEqual([]);
}

test('challenges, ideas, rounds, pilots and decisions are read as text by everybody', async ({
	browser,
	page,
	context
}) => {
	test.slow();
	const desk = await aDesk(browser, setupLink);
	const faults = [watch(context), watch(desk.context())];
	await tellAndSend(page, city.url, `${image} plaza`);
	const texts = { who: script, what: image, why: svg };
	const id = await openChallenge(desk, city.url, /plaza/, texts);
	const [atDesk, here] = [`/staff/challenges/${id}`, `/es/neighbourhood/${id}`];
	await page.goto(city.url + here);
	await sayIdea(page, closing);
	await page.reload();
	await expect(page.locator('.own [role=status]')).not.toContainText(/teléfono/);
	await look(desk, `${atDesk}/ideas?state=waiting`, closing);
	await publishIdea(desk, city.url, id);
	await look(desk, new URL(desk.url()).pathname, closing);
	await desk.goto(city.url + atDesk);
	const round = await askRound(desk, [script, image, title]);
	await look(desk, `${atDesk}/rounds/${round}`, script, image, title);
	await desk.goto(city.url + atDesk);
	const pilot = await tryOut(desk, image, svg);
	await askHowItIs(desk);
	await look(desk, new URL(desk.url()).pathname);
	await look(desk, `/staff/pilots/${pilot}`, image, svg);
	await desk.goto(city.url + atDesk);
	await decide(desk, title);
	await look(desk, new URL(desk.url()).pathname, title);
	for (const list of ['challenges', 'decisions', 'pilots', 'surveys'])
		await look(desk, `/staff/${list}`);
	await look(desk, atDesk, script, image, svg, title);

	const neighbour = await (await browser.newContext({ locale: 'es' })).newPage();
	faults.push(watch(neighbour.context()));
	await look(neighbour, '/es/neighbourhood', script, image, title);
	await look(neighbour, here, script, image, svg, closing, title);
	for (const part of ['idea', `round/${round}`]) await look(neighbour, `${here}/${part}`);
	await look(neighbour, '/es/survey');
	await page.goto(`${city.url}/es/needs`);
	await page.locator('main a.card').first().click();
	await expect(async () => {
		await page.reload();
		await expect(page.locator('main')).toContainText(title, { timeout: 1000 });
	}).toPass({ timeout: 30_000 });
	expect(await page.evaluate(foundIn)).toEqual([]);
	const feed = await (await fetch(`${city.url}/es/neighbourhood/rss.xml`)).text();
	expect(feed).toContain('&lt;img src=x');
	for (const words of hostileNames) expect(feed).not.toContain(words);
	expect(faults.flat()).toEqual([]);
});
