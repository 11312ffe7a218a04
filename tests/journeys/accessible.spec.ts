/** Everybody can use it: axe finds nothing on any page, targets are large, Help and Listen stand still. */
import { expect, test, type Page } from '@playwright/test';
import { contentFiles } from '../../scripts/content-files.ts';
import { stepKinds } from '../../src/lib/domain/lesson.ts';
import { readContent } from '../../src/lib/server/lesson-markdown/content.ts';
import { aBadge, aNeed, aStep } from '../integration/invented.ts';
import { expectFitting, expectNarrow, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, staffAccount, tellNeed, wordsOf } from './people.ts';
import { routesIn } from './routes.ts';
import { makeStaffPages } from './staff-pages.ts';

// dozens of screens a test, each looked at in light and in dark
test.describe.configure({ timeout: 300_000 });

let city: CityServer;
let setupLink: string;
/** Where each page of the staff stands, by its route. */
let staffPages: Map<string, string>;

test.beforeAll(async ({ browser }) => {
	({ city, setupLink } = await CityServer.found());
	const page = await (await browser.newContext()).newPage();
	await page.goto(setupLink);
	await expectNothingFound(page);
	await setUpCity(page, setupLink);
	// what staff look at: a need told from a step, tries at it, a badge
	const from = { lesson: 'book-appointment/service-day-hour', step: 'pretend-booking' };
	const attempt = { misses: 1, hints: 0, seconds: 40, dontKnow: 0 };
	const tries = Array.from({ length: 6 }, () => aStep({ body: { ...from, attempt } }));
	const told = aNeed('La cita pide un correo', { body: { topic: 'access', from } });
	const { ok } = await fetch(`${city.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions: [told, ...tries, aBadge('A'.repeat(43))] })
	});
	expect(ok).toBe(true);
	staffPages = await makeStaffPages(page, city.url);
	await page.close();
});

test.afterAll(() => city.remove());

/** Every screen of a page of several, or the page itself. */
async function eachScreen(page: Page, look: () => Promise<void>): Promise<void> {
	const screens = await page
		.locator('[data-screens] > [id]')
		.evaluateAll((all) => all.map(({ id }) => id));
	if (screens.length === 0) return look();
	for (const screen of screens) {
		await page.evaluate((id) => void (location.hash = id), screen);
		await look();
	}
}

/** The pages that a phone keeps of a language. */
async function urlsOf(page: Page, lang: string): Promise<string[]> {
	const answer = await page.request.get(`${city.url}/api/packs/${lang}`);
	const { pages } = (await answer.json()) as { pages: { url: string }[] };
	return pages.map(({ url }) => url).filter((url) => !/\.(svg|webmanifest)$/.test(url));
}

/** Help and Listen stand at the same place on each page, and each of its screens can be used. */
async function useEach(page: Page, lang: string, urls: readonly string[]): Promise<void> {
	const t = wordsOf(lang);
	await page.goto(`${city.url}/${lang}`);
	const bar = await page.locator('header nav').boundingBox();
	for (const url of urls) {
		await page.goto(city.url + url);
		// or the pages before it are not thrown away, and every page takes longer than the last
		await page.requestGC();
		await expect(page.getByRole('button', { name: t('shell.listen') })).toBeVisible();
		await expect(page.getByRole('link', { name: t('shell.help'), exact: true })).toBeVisible();
		expect(await page.locator('header nav').boundingBox()).toEqual(bar);
		await eachScreen(page, async () => {
			await expectFitting(page);
			await expectNothingFound(page);
		});
	}
}

for (const lang of ['es', 'ar'] as const) {
	test.describe(lang, () => {
		test.use({ locale: lang });

		const isOfLearning = (url: string) => url.startsWith(`/${lang}/learn/`);

		test('citizens can use every page of learning', async ({ page }) => {
			await useEach(page, lang, (await urlsOf(page, lang)).filter(isOfLearning));
		});

		test('citizens can use every other page', async ({ page }) => {
			const urls = (await urlsOf(page, lang)).filter((url) => !isOfLearning(url));
			await useEach(page, lang, [
				...urls,
				...['badge', 'sessions', 'session', 'neighbourhood', 'survey', 'nothing'].map(
					(path) => `/${lang}/${path}`
				)
			]);
			await tellNeed(page, lang, 'Hola. مرحبا. 👋');
			const sent = wordsOf(lang)('messages.track.sent');
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(sent);
			await expectFitting(page);
			await expectNothingFound(page);
			await page.goto(`${city.url}/${lang}/needs`);
			await page.locator('main a.card').first().click();
			await page.locator('summary').click();
			await expectFitting(page);
			await expectNothingFound(page);
			// with her code she sees, saves and erases all of it
			const code = (await page.locator('.letters').first().textContent()) ?? '';
			await page.goto(`${city.url}/my-need/${lang}`);
			await expectFitting(page);
			await expectNothingFound(page);
			await page.locator('[name=code]').fill(code);
			await page.getByRole('button', { name: wordsOf(lang, 'staff')('access.show') }).click();
			await expect(page.locator('blockquote')).toBeVisible();
			await expectFitting(page);
			await expectNothingFound(page);
		});

		test('staff can use every page', async ({ page }) => {
			await page.setViewportSize({ width: 1280, height: 800 });
			const [before = [], behind = []] = [true, false].map((isBefore) =>
				routesIn('staff').filter((route) => /^\/(sign-in|setup)\b/.test(route) === isBefore)
			);
			const pageOf = (route: string) => {
				const path = staffPages.get(route);
				expect(path, `an address for ${route}`).toBeDefined();
				return `${city.url}/staff${path}`;
			};
			for (const route of before) {
				await page.goto(`${pageOf(route)}?lang=${lang}`);
				await expect(page.locator('html')).toHaveAttribute('lang', lang);
				await expectNothingFound(page);
				await expectNarrow(page);
			}
			await page.goto(`${city.url}/staff/sign-in?lang=${lang}`);
			await page.locator('[name=email]').fill(staffAccount.email);
			await page.locator('[name=password]').fill(staffAccount.password);
			await page
				.locator('form:has([name=password]) [type=submit], form:has([name=password]) button')
				.first()
				.click();
			await expect(page).toHaveURL(/\/staff$/);
			await page.goto(`${city.url}/staff/account`);
			await page.locator('select[name=lang], [name=lang]').first().selectOption(lang);
			await page.locator('form:has([name=lang]) button').click();
			await expect(page.locator('html')).toHaveAttribute('lang', lang);
			// one route has several pages
			const others = [...staffPages.keys()].filter((route) => route.includes('?'));
			for (const url of [...[...behind, ...others].map(pageOf), `${city.url}/staff/nothing`]) {
				await page.goto(url);
				await expectNothingFound(page);
				await expectNarrow(page);
			}
			// what many needs at once would become
			await page.goto(`${city.url}/staff`);
			await page.locator('tr [name=need]').first().check();
			await page.locator('details:has(#bulk) summary').click();
			await page.locator('#bulk button:not([formaction])').click();
			await expect(page.locator('.changes li')).toHaveCount(1);
			await expectNothingFound(page);
			await page.goto(`${city.url}/staff/sessions`);
			await page.locator('main table a').click();
			await expect(page.locator('[name=day]')).toBeVisible();
			await page.setViewportSize({ width: 360, height: 640 });
			await expectNothingFound(page);
			await page.setViewportSize({ width: 1280, height: 800 });
			await page.goto(`${city.url}/staff/badges`);
			await page.locator('[name=number]').fill((await page.locator('td bdi').innerText()).trim());
			await page.locator('.find button').click();
			await expect(page.locator('#found form')).toBeVisible();
			await expectNothingFound(page);
			await page.setViewportSize({ width: 360, height: 640 });
			await expectNothingFound(page);
			await page.goto(`${city.url}/staff/learning`);
			await expect(page.locator('main table a')).toHaveCount(2);
			await expectNothingFound(page);
			await page.setViewportSize({ width: 1280, height: 800 });
			await page.goto(`${city.url}/staff`);
			await page.locator('main table a').first().click();
			await expect(page).toHaveURL(/\/staff\/needs\//);
			await expectNothingFound(page);
			await page.setViewportSize({ width: 360, height: 640 });
			await expectNothingFound(page);
		});
	});
}

test('every kind of step can be used by everybody', async ({ page }) => {
	const lessons = Object.values(readContent(contentFiles(), ['es']).content.es?.lessons ?? {});
	for (const kind of stepKinds) {
		const lesson = lessons.find(({ steps }) => steps.some((step) => step.kind === kind));
		const step = lesson?.steps.find((each) => each.kind === kind);
		expect(step, kind).toBeDefined();
		await page.goto(`${city.url}/es/learn/${lesson?.module}/${lesson?.slug}#${step?.id}`);
		await expect(page.locator('section:target h1')).toHaveText(step?.title ?? '');
		await expectFitting(page);
		await expectNothingFound(page);
	}
});
