/** The city answers aloud: she hears it, also where there is no internet any more, without script, and through a lab. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, tapTryNow, tellNeed, untilAwake, untilKept, wordsOf } from './people.ts';
import { fixture, openSpoken, playToItsEnd, tellOnPhone } from './voice-people.ts';

let city: CityServer;
let desk: Page;

test.beforeEach(async ({ browser }) => {
	const founded = await CityServer.found({ ownPostgres: true });
	city = founded.city;
	// the desk works without script
	const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en' });
	desk = await context.newPage();
	await setUpCity(desk, founded.setupLink);
});
test.afterEach(() => city.remove());

/** Staff answer these words aloud; a file that is no recording is refused first, and what they wrote stays. */
async function answerAloud(need: string, answer: string): Promise<void> {
	const t = wordsOf('en', 'staff');
	await desk.goto(`${city.url}/staff`);
	await desk.getByText(need).click();
	await desk.locator('textarea[name=words]').fill(answer);
	await desk.locator('[name=kind][value=answered]').check();
	await desk.locator('#reply [name=voice]').setInputFiles(fixture('photo.jpg'));
	await desk.getByRole('button', { name: t('need.replySubmit') }).click();
	await expect(desk.getByText(t('problems.voice-no-sound'))).toBeVisible();
	await expect(desk.locator('textarea[name=words]')).toHaveValue(answer);
	await desk.locator('#reply [name=voice]').setInputFiles(fixture('voice.webm'));
	await desk.getByRole('button', { name: t('need.replySubmit') }).click();
	await expect(desk.getByText(t('need.savedReply'))).toBeVisible();
	await expect(desk.locator('.messages audio')).toBeVisible();
}

for (const lang of ['es', 'ar'] as const) {
	test(`an answer with a voice plays without internet, in ${lang}`, async ({ browser }) => {
		const t = wordsOf(lang);
		const [need, answer] = [`No hay rampa (${lang}).`, `La rampa se hace en mayo (${lang}).`];
		const { page, faults } = await tellOnPhone(browser, city.url, { lang, need });
		await answerAloud(need, answer);

		await page.goto(`${city.url}/${lang}/needs`);
		await expect(page.locator('main a.card .status')).toContainText(t('messages.track.answered'));
		await openSpoken(page, city.url, { lang, answer });
		const code = (await page.locator('.letters').textContent()) ?? '';
		await expectNothingFound(page);
		await expectFitting(page);

		// whoever types the code elsewhere hears it too: by a tap, and without script
		for (const javaScriptEnabled of [true, false]) {
			const other = await (await browser.newContext({ locale: lang, javaScriptEnabled })).newPage();
			await other.goto(`${city.url}/${lang}/needs/find`);
			if (javaScriptEnabled) await untilAwake(other);
			await other.locator('[name=code]').fill(code);
			await other.getByRole('button', { name: t('find.show') }).click();
			await expect(other.getByText(answer)).toBeVisible();
			if (javaScriptEnabled) {
				await expect(other.getByText(t('messages.reply.comes'))).toBeVisible();
				await other.getByRole('button', { name: t('messages.reply.bring') }).click();
			}
			const audio = other.locator('.replies audio');
			await expect(audio).toBeVisible();
			if (javaScriptEnabled) await playToItsEnd(other);
			else {
				const address = new URL((await audio.getAttribute('src')) ?? '', city.url).href;
				const heard = await other.request.get(address);
				expect(await heard.body()).toEqual(readFileSync(fixture('voice.webm')));
			}
			await other.context().close();
		}

		await city.kill();
		await openSpoken(page, city.url, { lang, answer });
		await playToItsEnd(page);
		expect(faults).toEqual([]);
		await page.context().close();
	});
}

test('a phone at a lab’s hub hears it too, and the hub does not', async ({ browser }) => {
	const t = wordsOf('es');
	const lab = await city.openLab('Lab Raval');
	const page = await (await browser.newContext({ locale: 'es' })).newPage();
	await page.goto(`${lab.url}/es`);
	await untilKept(page, 'es');
	await tellNeed(page, 'es', 'Falta un banco.');
	await expect(async () => {
		await desk.goto(`${city.url}/staff`);
		await expect(desk.getByText('Falta un banco.')).toBeVisible({ timeout: 1000 });
	}).toPass();
	await answerAloud('Falta un banco.', 'Lo ponemos el lunes.');
	await page.goto(`${lab.url}/es/hub`);
	await page.getByRole('button', { name: t('hub.sendNow') }).click();
	await expect(page.locator('main')).toContainText(t('hub.nothing'));
	await page.goto(`${lab.url}/es/needs`);
	await page.locator('main a.card').first().click();
	await tapTryNow(page, 'es');
	await expect(page.locator('.replies audio')).toBeVisible({ timeout: 15_000 });
	await lab.kill();
	await page.reload();
	await playToItsEnd(page);
	const sound = readFileSync(fixture('voice.webm')).subarray(200, 260);
	const files = readdirSync(lab.dataFolder, { recursive: true, withFileTypes: true });
	for (const file of files.filter((each) => each.isFile())) {
		const path = join(file.parentPath, file.name);
		expect(readFileSync(path).includes(sound), path).toBe(false);
	}
	await lab.remove();
});
