/** What do you think? Staff ask, two phones answer without internet, and all read what people think once five have answered. */
import { randomBytes } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { opinionFrom } from '../integration/invented-opinions.ts';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { aDesk, askRound, openChallenge, tellAndSend, untilPageKept } from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { untilKept, watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const statements = ['Más bancos en la plaza', 'Menos coches en la calle', 'Una fuente con agua'];

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

const opinion = (page: Page, which: 'agree' | 'disagree' | 'pass') =>
	page.getByRole('button', { name: t(`round.opinion.${which}`), exact: true });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Without internet: she says it to all three, and goes back once to say one of them otherwise. */
async function answer(page: Page, challenge: string): Promise<void> {
	await page.goto(`${city.url}/es/neighbourhood/${challenge}`);
	await page.getByRole('link', { name: t('round.say') }).click();
	await expect(heading(page)).toHaveText(statements[0] ?? '');
	await expectFitting(page);
	await opinion(page, 'disagree').click();
	await expect(heading(page)).toHaveText(statements[1] ?? '');
	await page.getByRole('button', { name: t('shell.back'), exact: true }).click();
	await expect(opinion(page, 'disagree')).toHaveAttribute('aria-pressed', 'true');
	await opinion(page, 'agree').click();
	await opinion(page, 'pass').click();
	await expect(heading(page)).toHaveText(statements[2] ?? '');
	await opinion(page, 'agree').click();
	await expect(page.getByText(t('messages.track.phone'))).toBeVisible();
}

test('two phones say what they think without internet, and everybody reads what people think', async ({
	browser,
	page,
	context
}) => {
	test.slow();
	const faults = watchBehaviour(context);
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'No hay sombra en la plaza.');
	const challenge = await openChallenge(desk, city.url, /plaza/);
	const round = await askRound(desk, statements);
	const path = `/es/neighbourhood/${challenge}/round/${round}`;
	const second = await (await browser.newContext({ locale: 'es' })).newPage();
	await second.goto(`${city.url}/es`);
	await untilKept(second, 'es');
	for (const phone of [page, second]) {
		// what she looked at once with internet is all here, its scripts too
		await phone.goto(city.url + path);
		await expect(opinion(phone, 'agree')).toBeVisible();
		await phone.goto(`${city.url}/es/neighbourhood/${challenge}`);
		await expect(phone.getByRole('button', { name: t('neighbourhood.meToo') })).toBeVisible();
		await phone.waitForLoadState('networkidle');
		await untilPageKept(phone, path);
	}
	await city.stop();
	await answer(page, challenge);
	await answer(second, challenge);
	await city.start();
	for (const phone of [page, second]) {
		await phone.goto(city.url + path);
		await expect(phone.getByText(t('messages.track.sent'))).toBeVisible({ timeout: 20_000 });
	}
	await expectNothingFound(page);
	expect(faults).toEqual([]);

	// two tell nobody anything; with four more people everybody reads the same numbers
	const challengePage = `${city.url}/es/neighbourhood/${challenge}`;
	const answered = await page.request.get(`${city.url}/api/feed`);
	const { publications } = (await answered.json()) as {
		publications: { id: string; body: { statements: { id: string }[]; results: unknown } }[];
	};
	const published = publications.find(({ id }) => id === round)?.body;
	expect(published?.results).toBeNull();
	const others = Array.from({ length: 4 }, () => randomBytes(32).toString('base64url')).flatMap(
		(by) => (published?.statements ?? []).map(({ id }) => opinionFrom(by, round, id, 'agree'))
	);
	await page.request.post(`${city.url}/api/sync`, { data: { v: 1, submissions: others } });
	const people = t('round.people').replace('{{many, number}}', '5');
	const readsIt = async () =>
		(await (await page.request.get(challengePage)).text()).includes(people);
	await expect.poll(readsIt, { timeout: 20_000 }).toBe(true);

	const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'es' });
	const neighbour = await plain.newPage();
	await neighbour.goto(challengePage);
	await expect(neighbour.getByText(t('round.says.agrees')).first()).toBeVisible();
	const file = await neighbour.request.get(`${city.url}${path}/numbers.csv`);
	expect(await file.text()).toContain(`es,${statements[0]},5,,,`);
	const open = await neighbour.request.get(`${city.url}${path}/numbers.json`);
	expect(await open.json()).toMatchObject({
		people: 5,
		rows: expect.arrayContaining([expect.objectContaining({ words: statements[0], agree: 5 })])
	});
	await neighbour.goto(city.url + path);
	for (const text of statements) await expect(neighbour.getByText(text)).toBeVisible();
	await neighbour.goto(`${city.url}/es/neighbourhood/method`);
	for (const said of ['hidden', 'once', 'read'] as const) {
		await expect(neighbour.getByText(t(`method.${said}.text`))).toBeVisible();
	}
	await plain.close();

	const look = await (await browser.newContext({ locale: 'ar' })).newPage();
	for (const url of [challengePage, `${city.url}/ar/neighbourhood/method`]) {
		await look.goto(url);
		await expectFitting(look);
		await expectNothingFound(look);
	}
	await desk.goto(`${city.url}/staff/challenges/${challenge}/rounds/${round}`);
	await expect(desk.getByRole('row', { name: statements[0] ?? '' })).toContainText('5');
	await expectNothingFound(desk);
});
