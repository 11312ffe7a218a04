/** A city asks for age and gender: who tells a need says it or not, without internet too, and it is only ever counted. */
import { expect, test, type Page } from '@playwright/test';
import { countHeard } from '../../src/lib/server/heard-count.ts';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import { aNeed } from '../integration/invented.ts';
import { aDesk, tellAndSend, untilPageKept } from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const words = wordsOf('en', 'staff');
const rampa = 'Falta una rampa en la biblioteca.';

let city: CityServer;
let desk: Page;

test.beforeEach(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	desk = await aDesk(browser, founded.setupLink);
});
test.afterEach(() => city.remove());

/** An admin says at the city's own numbers what people are asked. */
async function ask(isAsked: boolean): Promise<void> {
	await desk.goto(`${city.url}/staff/heard/numbers`);
	for (const question of ['age', 'gender']) {
		await desk.locator(`[name=asks][value=${question}]`).setChecked(isAsked);
	}
	await desk.locator('textarea[name=age]').fill('45-64; 4000\n65-74; 2000');
	await desk.getByRole('button', { name: words('heard.city.save') }).click();
	await expect(desk.getByRole('status')).toHaveText(words('heard.city.saved'));
}

/** She goes through the screens of telling up to the last one. */
async function fillUpToCheck(page: Page, said: string): Promise<void> {
	await page.goto(`${city.url}/es/needs/new`);
	await page.getByRole('radio', { name: t('topics.access'), exact: true }).check();
	await page.getByRole('link', { name: t('tell.topic.continue') }).click();
	await page.getByRole('textbox', { name: t('tell.words.label') }).fill(said);
	await page.locator('#words .thumb a.action').click();
	await page.getByRole('radio', { name: 'El Raval' }).check();
	await page.locator('#place .thumb a.action').click();
	await expect(page.locator('#check .said')).toHaveText(said);
}

const age = (page: Page) => page.getByLabel(t('tell.you.age'));
const gender = (page: Page) => page.getByLabel(t('tell.you.gender'));

async function send(page: Page): Promise<void> {
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.locator('#check')).toBeHidden();
}

/** What the city has of each need in these words: she said this of herself. */
async function saidInCity(about: string) {
	const at = { databaseUrl: city.databaseUrl || undefined, dataFolder: city.dataFolder };
	return withDatabase(at, async (db) => {
		await countHeard(db, new Date());
		const rows = db.selectFrom('needs').select(['id', 'age', 'gender']);
		return rows.where('words', '=', about).execute();
	});
}

test('she says it without internet, it is kept, sent and counted, and stands beside no need', async ({
	page,
	context
}) => {
	const faults = watchBehaviour(context);
	await tellAndSend(page, city.url, 'Antes de la pregunta.');
	await expect(age(page)).toHaveCount(0);
	await ask(true);
	await page.goto(`${city.url}/es/needs`);
	await untilPageKept(page, '/es/needs/new', t('tell.you.title'));
	await city.stop();
	await fillUpToCheck(page, rampa);
	await age(page).selectOption('65-74');
	await gender(page).selectOption({ label: t('tell.you.woman') });
	// who goes there by keyboard sees the field above the button that stands still
	await age(page).focus();
	await gender(page).evaluate((field) =>
		scrollBy(0, field.getBoundingClientRect().bottom + 10 - innerHeight)
	);
	await page.keyboard.press('Tab');
	await expect(gender(page)).toBeFocused();
	const field = await gender(page).boundingBox();
	const button = await page.locator('#check .thumb').boundingBox();
	expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(button?.y ?? 0);
	await page.reload();
	await expect(age(page)).toHaveValue('65-74');
	await expect(gender(page)).toHaveValue('woman');
	await send(page);
	await city.start();
	await page.goto(`${city.url}/es/needs`);
	const sent = page.locator('main a.card .status').filter({ hasText: t('messages.track.sent') });
	await expect(sent).toHaveCount(2);
	expect(await saidInCity(rampa)).toMatchObject([{ age: '65-74', gender: 'woman' }]);

	// whoever reads her need does not read it; the numbers tell of five or more
	const others = Array.from({ length: 6 }, () =>
		aNeed('Otra cosa', { body: { about: { age: '45-64' } } })
	);
	await desk.request.post(`${city.url}/api/sync`, { data: { v: 1, submissions: others } });
	const [{ id } = { id: '' }] = await saidInCity(rampa);
	await desk.goto(`${city.url}/staff/needs/${id}`);
	await expect(desk.locator('blockquote').first()).toHaveText(rampa);
	const read = await desk.content();
	for (const hers of ['65-74', 'gender', words('heard.genders.woman')]) {
		expect(read).not.toContain(hers);
	}
	await desk.goto(`${city.url}/staff/heard`);
	const ages = desk.getByRole('table', { name: words('heard.parts.age') });
	const rowOf = (band: string) => ages.getByRole('row').filter({ hasText: band });
	await expect(rowOf('45-64').getByRole('cell').first()).toHaveText(/ 5$/);
	await expect(rowOf('65-74').getByRole('cell').first()).toContainText(words('learning.few'));
	expect(faults).toEqual([]);
});

test('who does not want to say it sends all the same, and what is asked no more is not sent', async ({
	page
}) => {
	await ask(true);
	await page.goto(`${city.url}/es`);
	await fillUpToCheck(page, rampa);
	await expect(age(page)).toHaveValue('');
	await send(page);
	await expect(page.locator('main ol .sent')).toBeVisible();
	expect(await saidInCity(rampa)).toMatchObject([{ age: null, gender: null }]);

	const banco = 'Falta un banco.';
	await fillUpToCheck(page, banco);
	await age(page).selectOption('75+');
	await ask(false);
	const isAsked = () => page.evaluate(async () => (await fetch('/es/needs/new')).text());
	await expect.poll(isAsked).not.toContain(t('tell.you.title'));
	await page.goto(`${city.url}/es/needs`);
	await expect(async () => {
		await page.goto(`${city.url}/es/needs/new#check`);
		await page.reload();
		await expect(page.locator('#check .said')).toHaveText(banco);
		await expect(age(page)).toHaveCount(0, { timeout: 1000 });
	}).toPass({ timeout: 30_000 });
	await send(page);
	await expect(page.locator('main ol .sent')).toBeVisible();
	expect(await saidInCity(banco)).toMatchObject([{ age: null, gender: null }]);
});
