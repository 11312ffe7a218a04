/** One need, all the way round: learnt and told without internet, sent once, answered, read without internet. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type BrowserContext } from '@playwright/test';
import { CityServer } from './city-server.ts';
import { doLesson, setUpCity, tellNeed, untilKept, watchBehaviour, wordsOf } from './people.ts';

const stories = [
	{
		lang: 'es',
		direction: 'ltr',
		need: 'No tengo internet en casa 😕. ¿Dónde hay wifi?',
		answer: 'Hay wifi gratis en la biblioteca.'
	},
	{
		lang: 'ar',
		direction: 'rtl',
		need: 'أحتاج إلى الإنترنت لحجز موعد.',
		answer: 'الإنترنت مجاني في المكتبة.'
	}
] as const;

for (const { lang, direction, need, answer } of stories) {
	test(`a need in ${lang} goes all the way round, half of it without internet`, async ({
		browser,
		launchOptions
	}) => {
		const t = wordsOf(lang);
		const { city, setupLink } = await CityServer.found({ ownPostgres: true });
		const staff = await browser.newContext({
			viewport: { width: 1280, height: 800 },
			locale: 'en'
		});
		const desk = await staff.newPage();
		await setUpCity(desk, setupLink);

		const profile = mkdtempSync(join(tmpdir(), 'plaza-phone-'));
		const openPhone = () =>
			chromium.launchPersistentContext(profile, {
				...launchOptions,
				locale: lang,
				viewport: { width: 320, height: 568 }
			});
		let phone: BrowserContext = await openPhone();
		const faults = watchBehaviour(phone);
		let page = await phone.newPage();

		// first visit: her language stands first, by its own name
		await page.goto(city.url);
		await page.locator('.languages a').first().click();
		await expect(page).toHaveURL(`${city.url}/${lang}`);
		await expect(page.locator('html')).toHaveAttribute('dir', direction);
		await untilKept(page, lang);

		// one lesson
		await page
			.getByRole('link', { name: t('home.learn') })
			.first()
			.click();
		await page.locator('main a.card[href$="/learn/scam-messages"]').click();
		await page.locator('main .thumb a.action').click();
		await doLesson(page, lang);

		// the internet goes away: she goes on, and tells what she needs
		await city.stop();
		await page.goto(`${city.url}/${lang}/learn`);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await tellNeed(page, lang, need);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));

		// the phone is put away and taken up again, still without internet
		await phone.close();
		phone = await openPhone();
		faults.push(...watchBehaviour(phone));
		page = await phone.newPage();
		await page.goto(`${city.url}/${lang}/needs`);
		await expect(page.locator('main a.card .status')).toContainText(t('messages.track.phone'));
		await expect(page.locator('main')).toContainText(need);

		// internet is back: it arrives, once
		await city.start();
		await page.reload();
		await expect(page.locator('main a.card .status')).toContainText(t('messages.track.sent'));
		await desk.goto(`${city.url}/staff`);
		await expect(desk.getByText(need)).toHaveCount(1);

		// the city answers
		await desk.getByText(need).click();
		await desk.locator('textarea[name=words]').fill(answer);
		await desk.locator('[name=kind][value=answered]').check();
		await desk.locator('#reply button:not([type=button])').first().click();
		await expect(desk.getByText(answer).first()).toBeVisible();

		// she reads it, and reads it again without internet
		await page.goto(`${city.url}/${lang}/needs`);
		await expect(page.locator('main a.card .status')).toContainText(t('messages.track.answered'));
		await page.locator('main a.card').first().click();
		const code = (await page.locator('.letters').textContent()) ?? '';
		await page.goto(`${city.url}/${lang}/needs`);

		// whoever types her code on another phone reads it too
		const another = await browser.newContext({ locale: lang });
		const otherPage = await another.newPage();
		await otherPage.goto(`${city.url}/${lang}/needs/find`);
		await otherPage.getByRole('textbox').fill(code);
		await otherPage.getByRole('button', { name: t('find.show') }).click();
		await expect(otherPage.getByText(answer)).toBeVisible();
		await another.close();

		await city.kill();
		await page.reload();
		await page.locator('main a.card').first().click();
		await expect(page.getByText(answer)).toBeVisible();
		await expect(page.locator('html')).toHaveAttribute('dir', direction);
		expect(faults).toEqual([]);

		await phone.close();
		await staff.close();
		await city.remove();
		rmSync(profile, { recursive: true, force: true });
	});
}
