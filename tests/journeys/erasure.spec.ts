/** What is erased is gone from everybody's eyes: taken back by its person with her receipt code, or by four eyes of the staff. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { inviteColleague, setUpCity, wordsOf } from './people.ts';
import { atCity, checkNeed, fixture, openWords } from './voice-people.ts';

test.use({
	// a microphone that beeps, and a person who lets it be used
	launchOptions: async ({ launchOptions }, use) => {
		const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
		await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...microphone] });
	}
});

const office = { viewport: { width: 1280, height: 800 }, locale: 'en' };
const staff = wordsOf('en', 'staff');
let city: CityServer;
let desk: Page;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	desk = await (await browser.newContext(office)).newPage();
	await setUpCity(desk, founded.setupLink);
});

test.afterAll(() => city.remove());

/** Opens a need from the inbox, with its words, recording and photo on it. Gives its address and those of its media. */
async function openNeed(words: string) {
	await desk.goto(`${city.url}/staff`);
	await desk.getByText(words).click();
	await expect(desk.locator('blockquote')).toHaveText(words);
	const addressOf = async (media: Locator) =>
		new URL((await media.getAttribute('src')) ?? '', city.url).href;
	const media = [
		await addressOf(desk.locator('main audio').first()),
		await addressOf(desk.locator('.photos img').first())
	];
	for (const address of media) expect((await desk.request.get(address)).status()).toBe(200);
	return { need: desk.url().replace(/\?.*/, ''), media };
}

/** Nothing of it is left where staff look: on its page, in the list and the search, behind the addresses of its media. */
async function expectGone(words: string, { need, media }: Awaited<ReturnType<typeof openNeed>>) {
	await desk.goto(need);
	await expect(desk.getByRole('heading', { name: staff('need.withdrawnTitle') })).toBeVisible();
	await expect(desk.locator('main audio, main img, main blockquote')).toHaveCount(0);
	await expect(desk.locator('body')).not.toContainText(words);
	for (const address of media) expect((await desk.request.get(address)).status()).toBe(404);
	await desk.goto(`${city.url}/staff?state=all`);
	await expect(desk.locator('main table')).not.toContainText(words);
	await desk.goto(`${city.url}/staff?state=all&q=${encodeURIComponent(words)}`);
	await expect(desk.locator('h1')).toBeVisible();
	await expect(desk.locator('main table tbody tr')).toHaveCount(0);
}

test('by four eyes: one of the staff asks, another confirms, and the phone hears it', async ({
	browser,
	page
}) => {
	const t = wordsOf('es');
	const words = 'Hortensia necesita una rampa en el siete';
	const bea = await inviteColleague(desk, await browser.newContext(office), {
		name: 'Bea Soler',
		email: 'bea@city.example'
	});
	await openWords(page, city.url, 'es');
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.locator('.heard')).toContainText('0:01');
	await page.getByRole('button', { name: t('voice.stop') }).click();
	await page.locator('#words input[type=file][multiple]').setInputFiles(fixture('photo.jpg'));
	await expect(page.locator('.thumbs li')).toHaveCount(1);
	await page.getByRole('textbox').fill(words);
	await checkNeed(page);
	await page.locator('#check .thumb .action').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));

	// who asks cannot confirm
	const there = await openNeed(words);
	const number = /\d+/.exec(await desk.locator('h1').innerText())?.[0] ?? '';
	await desk.goto(`${city.url}/staff/erasures`);
	await desk.locator('[name=number]').fill(number);
	await desk.locator('[name=reason]').fill('A neighbour is named who does not want it');
	await desk.getByRole('button', { name: staff('erasures.submit') }).click();
	await expect(desk.getByText(staff('erasures.done.asked'))).toBeVisible();
	await expect(desk.getByRole('button', { name: staff('erasures.back') })).toBeVisible();
	await expect(desk.getByRole('button', { name: staff('erasures.confirm') })).toHaveCount(0);
	await page.goto(`${city.url}/es/needs`);
	await expect(page.locator('main a.card .status')).toContainText(t('messages.track.sent'));

	await bea.goto(`${city.url}/staff/erasures`);
	await expect(bea.locator('article blockquote')).toHaveText(/A neighbour is named/);
	await bea.getByRole('button', { name: staff('erasures.confirm') }).click();
	await expect(bea.getByText(staff('erasures.done.erased'))).toBeVisible();
	await expectGone(words, there);

	// her phone hears that the city has it no more
	await page.reload();
	await expect(page.locator('main a.card .status')).toContainText(t('messages.track.withdrawn'));
	await page.locator('main a.card').first().click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.withdrawn'));
	await expect(page.getByText(t('messages.withdraw.done'))).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
});

test('with her receipt code, without script: she finds the page, sees all of it, saves it and erases it', async ({
	browser
}) => {
	const lang = 'ar';
	const t = wordsOf(lang);
	const all = wordsOf(lang, 'staff');
	const words = 'أحتاج إلى مصعد في المكتبة';
	const plain = await browser.newContext({ javaScriptEnabled: false, locale: lang });
	const page = await plain.newPage();
	await page.goto(`${city.url}/${lang}/needs/new`);
	await page.locator('input[name=topic][value=access]').check();
	await page.locator('textarea').fill(words);
	await page.locator('input[name=place][value=none]').check();
	await page.locator('button.action').click();
	await page.locator('input[name=voice]').setInputFiles(fixture('voice.m4a'));
	await page.locator('input[name=photo]').last().setInputFiles(fixture('photo.jpg'));
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	const code = (await page.locator('.letters').textContent()) ?? '';
	const there = await openNeed(words);
	const said = readFileSync(fixture('voice.m4a'));
	expect(existsSync(atCity(city, said))).toBe(true);

	// where she asks for her answer is the way to all of it
	await page.goto(`${city.url}/${lang}/needs/find`);
	await page.locator('[name=code]').fill(code);
	await page.getByRole('button', { name: t('find.show') }).click();
	await page.getByRole('link', { name: all('access.title') }).click();
	await expect(page).toHaveURL(`${city.url}/my-need/${lang}`);
	await page.locator('[name=code]').fill('7ZJ4 Q0M2 RWTC 9XKB');
	await page.getByRole('button', { name: all('access.show') }).click();
	await expect(page.getByText(all('access.unknown'))).toBeVisible();
	await page.locator('[name=code]').fill(code);
	await page.getByRole('button', { name: all('access.show') }).click();
	await expect(page.locator('blockquote')).toHaveText(words);
	await expect(page.locator('dd').filter({ hasText: all('topics.access') })).toBeVisible();
	await expect(page.locator('audio[src^="data:audio/mp4"]')).toBeVisible();
	await expect(page.locator('img[src^="data:image/jpeg"]')).toBeVisible();
	const saving = page.waitForEvent('download');
	await page.getByRole('button', { name: all('access.save') }).click();
	const saved = JSON.parse(readFileSync(await (await saving).path(), 'utf8'));
	expect(saved.needs).toMatchObject([{ words }]);
	expect(saved.files).toHaveLength(2);

	// asked once more, and she may keep it
	await page.getByRole('button', { name: all('access.erase') }).click();
	await page.getByRole('button', { name: all('access.keep') }).click();
	await page.getByRole('button', { name: all('access.erase') }).click();
	await page.getByRole('button', { name: all('erasures.confirm') }).click();
	await expect(page.getByText(all('access.erased'))).toBeVisible();
	await expectGone(words, there);
	await expect.poll(() => existsSync(atCity(city, said))).toBe(false);

	// and whoever has her code, on a phone that she used before, is told so
	const phone = await (await browser.newContext({ locale: lang })).newPage();
	await phone.goto(`${city.url}/${lang}/needs/find`);
	await phone.getByRole('textbox').fill(code);
	await phone.getByRole('button', { name: t('find.show') }).click();
	await expect(phone.getByText(t('messages.withdraw.done'))).toBeVisible();
});
