/** A lab with a hub: what is told there without internet arrives at the city, and the city's answer comes back to the phone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, tapTryNow, tellNeed, untilKept, watchBehaviour, wordsOf } from './people.ts';
import { fixture, openWords } from './voice-people.ts';

/** The hub's name in the lab's Wi-Fi: plain HTTP, so that the browser hides crypto, worker, locks and recorder. */
const labName = 'lab.test';

let city: CityServer;
let lab: CityServer;
let wifi: Browser;
let desk: Page;

test.beforeAll(async ({ browser, launchOptions }) => {
	const founded = await CityServer.found();
	city = founded.city;
	desk = await (await browser.newContext({ locale: 'en' })).newPage();
	await setUpCity(desk, founded.setupLink);
	lab = await city.openLab('Lab Raval');
	const name = `--host-resolver-rules=MAP ${labName} 127.0.0.1`;
	wifi = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), name] });
});

test.afterAll(async () => {
	await wifi.close();
	await lab.remove();
	await city.remove();
});

const plain = () => Object.assign(new URL(lab.url), { hostname: labName }).origin;

async function aPhone(lang: string, javaScriptEnabled = true): Promise<Page> {
	const viewport = { width: 320, height: 568 };
	const context = await wifi.newContext({ locale: lang, viewport, javaScriptEnabled });
	return context.newPage();
}

/** Staff at the city find these words and answer them. */
async function answer(words: string, reply: string): Promise<void> {
	await desk.goto(`${city.url}/staff`);
	await desk.getByText(words).click();
	await desk.locator('textarea[name=words]').fill(reply);
	await desk.locator('[name=kind][value=answered]').check();
	await desk.locator('#reply button:not([type=button])').first().click();
	await expect(desk.getByText(reply).first()).toBeVisible();
}

/** Whoever is at the lab lets the hub meet the city now. */
async function sendNow(page: Page, lang: string): Promise<void> {
	const t = wordsOf(lang, 'phone');
	await page.goto(`${plain()}/${lang}/hub`);
	await page.getByRole('button', { name: t('hub.sendNow') }).click();
	await expect(page.locator('main')).toContainText(t('hub.nothing'));
}

/** No file of the hub, its database's included, holds these words. */
function expectUnreadAtLab(words: string): void {
	const files = readdirSync(lab.dataFolder, { recursive: true, withFileTypes: true });
	for (const file of files.filter((each) => each.isFile())) {
		const path = join(file.parentPath, file.name);
		expect(readFileSync(path).includes(words), path).toBe(false);
	}
}

test('a phone at the hub’s plain address learns, tells with a photo, and reads the city’s answer', async () => {
	const lang = 'es';
	const [t, phone] = [wordsOf(lang), wordsOf(lang, 'phone')];
	const [words, reply] = [`Rampa rota, dice Hortensia (${lang}).`, `Gracias, vecina (${lang}).`];
	const page = await aPhone(lang);
	const faults = watchBehaviour(page.context(), labName);
	await page.goto(`${plain()}/${lang}`);
	expect(
		await page.evaluate(() => [isSecureContext, 'subtle' in crypto, 'locks' in navigator])
	).toEqual([false, false, false]);
	await expect(page.getByText('Lab Raval')).toBeVisible();
	await city.stop();

	await page.goto(`${plain()}/${lang}/learn`);
	await page.locator('main a.card[href$="/learn/scam-messages"]').click();
	await page.locator('main .thumb a.action').click();
	await expect(page.locator('section:target')).toBeVisible();

	await openWords(page, plain(), lang);
	await page.getByRole('textbox', { name: t('tell.words.label') }).fill(words);
	await page.locator('#words input[capture=environment]').setInputFiles(fixture('photo.jpg'));
	await expect(page.locator('.thumbs li')).toHaveCount(1);
	await page.locator('#words .thumb .action').click();
	await page.locator('#place input[value=none]').check();
	await page.locator('#place .thumb .action').click();
	await page.locator('#check .thumb .action').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	await expect(page.locator('main')).toContainText(phone('sentPage.atHub'), { timeout: 30_000 });
	const code = (await page.locator('.letters').textContent()) ?? '';
	expect(code).toMatch(/^(\w{4} ){3}\w{4}$/);

	// what waits is said, and that there is no internet
	await page.getByRole('link', { name: t('shell.labWaits') }).click();
	await expect(page.getByText(phone('hub.nothing'))).toHaveCount(0);
	await page.getByRole('button', { name: phone('hub.sendNow') }).click();
	await expect(page.getByText(phone('hub.noInternet'))).toBeVisible();
	for (const each of [lang, 'ar']) {
		await page.goto(`${plain()}/${each}/hub`);
		await expectFitting(page);
		await expectNothingFound(page);
	}

	// the internet is back
	await city.start();
	await sendNow(page, lang);
	await page.goto(`${plain()}/${lang}/needs`);
	await expect(page.locator('main .status')).toContainText(t('messages.track.sent'));
	await answer(words, reply);
	await expect(desk.locator('img[src*="/staff/media/"]')).toHaveCount(1);
	await sendNow(page, lang);
	await page.goto(`${plain()}/${lang}/needs`);
	await expect(page.locator('main .status')).toContainText(t('messages.track.answered'));
	await page.locator('main a.card').first().click();
	await expect(page.locator('main')).toContainText(reply);
	expectUnreadAtLab('Hortensia');
	expectUnreadAtLab('Gracias, vecina');

	// on a phone without scripts the code opens the answer at the hub, also without internet
	await city.stop();
	const old = await aPhone(lang, false);
	await old.goto(`${plain()}/${lang}/needs/find`);
	await old.locator('[name=code]').fill(code);
	await old.getByRole('button', { name: phone('find.show') }).click();
	await expect(old.locator('main')).toContainText(reply);
	await city.start();
	expect(faults).toEqual([]);
	await old.context().close();
	await page.context().close();
});

test('without scripts a need is told at the hub, and its answer found there once the city has been met', async () => {
	const [t, words] = [wordsOf('es'), 'Falta luz en la plaza, dice Remedios.'];
	const page = await aPhone('es', false);
	await city.stop();
	await page.goto(`${plain()}/es/needs/new`);
	await page.locator('input[name=topic][value=access]').check();
	await page.locator('textarea').fill(words);
	await page.locator('input[name=place][value=none]').check();
	await page.locator('button.action').click();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('sentPage.atHub'));
	const code = (await page.locator('.letters').textContent()) ?? '';
	const find = async () => {
		await page.goto(`${plain()}/es/needs/find`);
		await page.locator('[name=code]').fill(code);
		await page.getByRole('button', { name: t('find.show') }).click();
	};
	await find();
	await expect(page.getByText(t('find.unknownAtLab'))).toBeVisible();
	expectUnreadAtLab('Remedios');

	await city.start();
	await sendNow(page, 'es');
	await answer(words, 'La luz llega en mayo.');
	await sendNow(page, 'es');
	await find();
	await expect(page.locator('main')).toContainText('La luz llega en mayo.');
	expectUnreadAtLab('La luz llega');
	await page.context().close();
});

test('at a hub with a certificate a phone keeps everything without the hub, and hears of the city through it', async () => {
	const t = wordsOf('es');
	// as a browser sees it, localhost is as good as a certificate
	const page = await aPhone('es');
	await page.goto(`${lab.url}/es`);
	await untilKept(page, 'es');
	await lab.stop();
	await tellNeed(page, 'es', 'No hay bancos, dice Consuelo.');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	await city.stop();
	await lab.start();
	await page.goto(`${lab.url}/es/needs`);
	await page.locator('main a.card').first().click();
	await tapTryNow(page, 'es');
	await expect(page.locator('main')).toContainText(t('sentPage.atHub'));
	await city.start();
	await sendNow(page, 'es');
	await page.goto(`${lab.url}/es/needs`);
	await expect(page.locator('main .status')).toContainText(t('messages.track.sent'));
	await page.context().close();
});
