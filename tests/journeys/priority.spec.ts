/** What comes first? A phone spreads points and spends a sum without internet, and all read what people put first. */
import { randomBytes } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { priorityFrom } from '../integration/invented-priorities.ts';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import {
	aDesk,
	askPriorities,
	openChallenge,
	tellAndSend,
	untilPageKept
} from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const [benches, fountain, shade] = ['Más bancos', 'Una fuente', 'Sombra en la plaza'] as const;

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const give = (page: Page, thing: string) =>
	button(page, t('priority.more').replace('{{thing}}', thing)).click();
const takeBack = (page: Page, thing: string) =>
	button(page, t('priority.less').replace('{{thing}}', thing)).click();
const number = (key: string, many: string) => t(key).replace('{{many, number}}', many);

test('a phone says what comes first without internet, and everybody reads what people put first', async ({
	browser,
	page,
	context
}) => {
	test.slow();
	const faults = watchBehaviour(context);
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'No hay sombra en la plaza.');
	const challenge = await openChallenge(desk, city.url, /plaza/);
	const back = desk.url().replace(/\?.*/, '');
	const points = await askPriorities(desk, { [benches]: '', [fountain]: '', [shade]: '' });
	await desk.goto(back);
	const costs = { [benches]: '4.000', [fountain]: '9000', [shade]: '3000' };
	const budget = await askPriorities(desk, costs, '12.000');
	await expectNothingFound(desk);

	const challengePage = `/es/neighbourhood/${challenge}`;
	const paths = [points, budget].map((id) => `${challengePage}/priority/${id}`);
	const [pointsPath = '', budgetPath = ''] = paths;
	for (const path of paths) {
		await page.goto(city.url + path);
		await expect(page.locator('.left')).toBeVisible();
		await page.waitForLoadState('networkidle');
		await untilPageKept(page, path);
	}
	await city.stop();

	await page.goto(city.url + pointsPath);
	for (const thing of [shade, shade, shade, benches, fountain]) await give(page, thing);
	await expect(page.locator('.left')).toContainText(number('priority.left.points', '0'));
	// no sixth: it is said, and nothing is given
	await give(page, benches);
	await expect(page.getByText(t('priority.none.points'))).toBeVisible();
	await takeBack(page, fountain);
	await expect(page.locator('.left')).toContainText(number('priority.left.points', '1'));
	await expectFitting(page);
	// what she began is here when she comes back
	await page.reload();
	await expect(page.locator('.left')).toContainText(number('priority.left.points', '1'));
	await expect(page.getByText(t('priority.begun'))).toBeVisible();
	await button(page, t('priority.send')).click();
	await expect(page.getByText(t('messages.track.phone'))).toBeVisible();

	await page.goto(city.url + budgetPath);
	await page.getByRole('button', { name: fountain }).click();
	await expect(page.locator('.left')).toContainText(/3[.\s]?000/);
	await page.getByRole('button', { name: benches }).click();
	await expect(page.getByText(t('priority.none.budget'))).toBeVisible();
	await page.getByRole('button', { name: shade }).click();
	await expect(page.locator('.left')).toContainText(number('priority.left.budget', '0'));
	await expectFitting(page);
	await button(page, t('priority.send')).click();
	await expect(page.getByText(t('messages.track.phone'))).toBeVisible();

	await city.start();
	await expect(page.getByText(t('messages.track.sent'))).toBeVisible({ timeout: 20_000 });
	await page.goto(city.url + pointsPath);
	await expect(page.getByText(t('messages.track.sent'))).toBeVisible({ timeout: 20_000 });
	// she changes her mind, and her last word counts
	await give(page, shade);
	await button(page, t('priority.send')).click();
	await expect(page.getByText(t('messages.track.sent'))).toBeVisible({ timeout: 20_000 });
	await expectNothingFound(page);
	expect(faults).toEqual([]);

	// one tells nobody anything; with four more people everybody reads the same numbers
	const feed = await page.request.get(`${city.url}/api/feed`);
	const { publications } = (await feed.json()) as {
		publications: { id: string; body: { things: { id: string }[]; results: unknown } }[];
	};
	const others = [points, budget].flatMap((id) => {
		const { things, results } = publications.find((each) => each.id === id)?.body ?? {};
		expect(results).toBeNull();
		const choice = { [things?.[2]?.id ?? '']: 1 };
		return Array.from({ length: 4 }, () =>
			priorityFrom(id, randomBytes(32).toString('base64url'), choice)
		);
	});
	await page.request.post(`${city.url}/api/sync`, { data: { v: 1, submissions: others } });
	const people = number('priority.people', '5');
	const readsBoth = async () =>
		(await (await page.request.get(city.url + challengePage)).text()).split(people).length;
	await expect.poll(readsBoth, { timeout: 20_000 }).toBe(3);

	const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'es' });
	const neighbour = await plain.newPage();
	await neighbour.goto(city.url + challengePage);
	await expect(neighbour.getByText(t('priority.fits'))).toHaveCount(1);
	const file = async (path: string) =>
		(await neighbour.request.get(`${city.url}${path}/numbers.csv`)).text();
	// four points of hers and one of each of the others, rounded down
	expect(await file(pointsPath)).toContain(`es,${shade},,5,5,`);
	expect(await file(budgetPath)).toContain(`es,${shade},3000,5,,yes`);
	await neighbour.goto(city.url + pointsPath);
	for (const text of [benches, fountain, shade])
		await expect(neighbour.getByText(text)).toBeVisible();
	await expect(neighbour.getByText(t('priority.noScript'))).toBeVisible();
	await plain.close();

	const look = await (await browser.newContext({ locale: 'ar' })).newPage();
	for (const path of [challengePage, pointsPath, budgetPath]) {
		await look.goto(city.url + path.replace('/es/', '/ar/'));
		await expectFitting(look);
		await expectNothingFound(look);
	}
	await desk.goto(`${back}/prioritisings/${budget}`);
	await expect(desk.getByRole('row', { name: shade })).toContainText('5');
	await expectNothingFound(desk);
});
