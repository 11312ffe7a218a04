/** One answer reaches three phones in three languages; each says whether it helped, and staff see it. */
import { expect, test } from '@playwright/test';
import { expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, tellNeed, watchBehaviour, wordsOf } from './people.ts';

const people = [
	{
		lang: 'es',
		need: 'Falta luz en la plaza.',
		answer: 'Arreglamos la luz el lunes.',
		says: 'yes'
	},
	{ lang: 'ar', need: 'لا ضوء في الساحة.', answer: 'نصلح المصباح يوم الاثنين.', says: 'bit' },
	{
		lang: 'fr',
		need: 'Il n’y a pas de lumière.',
		answer: 'Nous réparons la lampe lundi.',
		says: 'no'
	}
] as const;

test('one answer reaches three phones in three languages, and each says whether it helped', async ({
	browser
}) => {
	const { city, setupLink } = await CityServer.found();
	// the desk works without script
	const desk = await (
		await browser.newContext({ javaScriptEnabled: false, locale: 'en' })
	).newPage();
	const words = wordsOf('en', 'staff');
	await setUpCity(desk, setupLink);
	const phones = await Promise.all(
		people.map(async (person) => {
			const context = await browser.newContext({
				locale: person.lang,
				viewport: { width: 320, height: 568 }
			});
			const faults = watchBehaviour(context);
			const page = await context.newPage();
			await page.goto(`${city.url}/${person.lang}`);
			return { ...person, page, faults };
		})
	);
	for (const { page, lang, need } of phones) {
		await tellNeed(page, lang, need);
		await expect(page.locator('main ol .sent')).toBeVisible();
	}

	await desk.goto(`${city.url}/staff/answers/new?state=open`);
	await desk.locator('[name=kind][value=answered]').check();
	for (const { lang, answer } of people) await desk.locator(`[name=words-${lang}]`).fill(answer);
	await desk.locator('[name=words-es]').fill('La farola será reparada de conformidad con la ley.');
	await desk.getByRole('button', { name: words('answers.check') }).click();
	await expect(desk.locator('mark').first()).toBeVisible();
	await expect(desk.getByText('según')).toBeVisible();
	await desk.locator('[name=words-es]').fill(people[0].answer);
	await desk.getByRole('button', { name: words('answers.preview') }).click();
	for (const { lang, answer } of people) {
		const frame = desk.locator(`.phone[lang=${lang}]`);
		await expect(frame.getByText(answer)).toBeVisible();
		await expect(frame).toHaveAttribute('dir', lang === 'ar' ? 'rtl' : 'ltr');
		await expect(frame).toContainText(wordsOf(lang)('messages.helped.ask'));
	}
	await desk.getByRole('button', { name: words('answers.send').replace('{{many}}', '3') }).click();
	await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Sent: 3 of 3');

	for (const { page, lang, answer, says } of phones) {
		const t = wordsOf(lang);
		await page.goto(`${city.url}/${lang}/needs`);
		await expect(page.locator('main a.card .status')).toContainText(t('messages.track.answered'));
		await page.locator('main a.card').first().click();
		await expect(page.getByText(answer)).toBeVisible();
		const button = page.getByRole('button', { name: t(`messages.helped.${says}`), exact: true });
		await button.click();
		await expect(button).toHaveAttribute('aria-pressed', 'true');
		await expect(page.getByText(t('messages.helped.thanks'))).toBeVisible();
		if (lang !== 'fr') await expectNothingFound(page);
	}
	for (const { need, says } of phones) {
		await expect(async () => {
			await desk.goto(`${city.url}/staff?state=answered`);
			await desk.getByText(need).click();
			const what = words(`answers.helped.${says}`);
			await expect(desk.getByText(`The person says: ${what}`)).toBeVisible({ timeout: 2000 });
		}).toPass();
	}
	await desk.goto(`${city.url}/staff/answers`);
	await expect(desk.locator('.boxes > li')).toHaveCount(1);
	expect(phones.flatMap(({ faults }) => faults)).toEqual([]);
	await city.remove();
});
