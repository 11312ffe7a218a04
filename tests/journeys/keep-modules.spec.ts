/** Modules that somebody wants on her phone: their size is said before, and then they play without internet. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { readContent } from '../../src/lib/server/lesson-markdown/content.ts';
import { contentFiles } from '../../scripts/content-files.ts';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { countingProxy } from './counting-proxy.ts';
import { newBuild } from './new-build.ts';
import { setUpCity, untilKept, watchBehaviour, wordsOf } from './people.ts';
import { rowsOn } from './raw-memory.ts';
import { goThroughLesson } from './whole-lesson.ts';

const { content } = readContent(contentFiles(), ['en', 'es']);
const spanish = content.es ?? { modules: [], lessons: {} };
const t = wordsOf('es');
let city: CityServer;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
});

test.afterAll(() => city.remove());

async function openLearn(page: Page, origin = city.url): Promise<void> {
	await page.goto(`${origin}/es/learn`);
	await untilKept(page, 'es');
	await page.reload();
}

/** After a start the city presses all modules anew before it can say their sizes: on a busy machine that takes a while. */
async function offered(button: Locator): Promise<Locator> {
	await expect(button).toBeVisible({ timeout: 60_000 });
	return button;
}

const proved = (page: Page) =>
	page.getByRole('status').filter({ hasText: t('learn.keep.proved').split('.')[0] ?? '' });

test('whoever asks for modules that are not there takes no page from others', async ({
	request
}) => {
	const pages = `${city.url}/api/packs/fr/pages`;
	for (const asked of ['?group=99', '?group=x', '?module=nothing', '?module=', '?group=']) {
		expect((await request.get(pages + asked)).status(), asked).toBe(404);
	}
	const whole = (await (await request.get(pages)).json()) as { pages: unknown[] };
	expect(whole.pages.length).toBeGreaterThan(10);
});

test('a whole language comes in at most ten requests and 2 MB, and every lesson plays without internet', async ({
	page
}) => {
	const proxy = await countingProxy(city.url);
	await openLearn(page, proxy.url);
	const all = page.getByRole('button', { name: t('learn.keep.all') });
	await expect(all).toHaveText(/\d+ *kB/);
	const before = proxy.passed.length;
	await all.click();
	await expect(proved(page)).toBeVisible({ timeout: 60_000 });
	const came = proxy.passed.slice(before);
	expect(came.length).toBeLessThanOrEqual(10);
	expect(came.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(2 * 1024 * 1024);
	await expectFitting(page);
	await expectNothingFound(page);

	await city.stop();
	for (const { module, slug, title } of Object.values(spanish.lessons)) {
		await page.goto(`${proxy.url}/es/learn/${module}/${slug}`);
		await expect(page, `${module}/${slug}`).toHaveTitle(new RegExp(escaped(title)));
		await expect(page.locator('section:target, section').first()).toBeAttached();
	}
	await city.start();
	await proxy.close();
});

test('one module comes by a tap that says its size, and no other', async ({ page }) => {
	const module = spanish.modules[4];
	const other = spanish.modules[5];
	if (!module || !other) throw new Error('too few modules');
	await openLearn(page);
	await page.goto(`${city.url}/es/learn/${module.slug}`);
	const keep = page.getByRole('button', { name: t('learn.keep.this') });
	await expect(keep).toHaveText(/\d+ *kB/);
	await keep.click();
	await expect(proved(page)).toBeVisible();
	await expect(keep).toHaveCount(0);
	await city.stop();
	await page.goto(`${city.url}/es/learn/${module.slug}/${module.lessons[1]?.slug}`);
	await expect(page).toHaveTitle(new RegExp(escaped(module.lessons[1]?.title ?? '')));
	await page.goto(`${city.url}/es/learn/${other.slug}`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('notHere.title'));
	// it looks as every page does, however deep the address is at which it stands
	await expectFitting(page);
	await page.goto(`${city.url}/es/learn/${other.slug}/${other.lessons[0]?.slug}`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('notHere.title'));
	await expectFitting(page);
	await page.goto(`${city.url}/es/learn`);
	await expect(page.getByText(t('learn.keep.here'))).toHaveCount(1);
	await expect(page.getByText(t('start.later'))).toBeHidden();

	// "Where do I start?" came along, with its pretend phones and their drawings
	await page.getByRole('link', { name: t('learn.find') }).click();
	await page.getByRole('link', { name: t('start.begin') }).click();
	const task = page.locator('section:target');
	await task.getByRole('link', { name: t('start.notYet') }).click();
	await page.goto(`${city.url}/es/learn/start#papers-and-photos`);
	await task.getByRole('button', { name: t('start.show') }).click();
	await expect(task.locator('use[href^="/drawings/start.svg?"]').first()).toBeAttached();
	expect(await page.evaluate(async () => (await fetch('/drawings/start.svg')).ok)).toBe(true);
	await page.goto(`${city.url}/es/learn/start#start.end`);
	await expect(task.getByRole('heading', { name: t('start.end') })).toBeVisible();
	await expect(task.locator('a.card').first()).toHaveAttribute('href', /first-touches/);
	await city.start();
});

test('when the line breaks, what came stays, and the rest comes later', async ({ page }) => {
	await openLearn(page);
	const all = page.getByRole('button', { name: t('learn.keep.all') });
	await offered(all);
	await city.stop();
	await all.click();
	await expect(page.getByText(t('learn.keep.stopped'))).toBeVisible();
	await city.start();
	await all.click();
	await expect(proved(page)).toBeVisible({ timeout: 60_000 });
});

test('a new Plaza brings the modules that were wanted along', async ({ page }) => {
	const module = spanish.modules[4];
	if (!module) throw new Error('too few modules');
	await openLearn(page);
	await page.goto(`${city.url}/es/learn/${module.slug}`);
	await (await offered(page.getByRole('button', { name: t('learn.keep.this') }))).click();
	await expect(proved(page)).toBeVisible();
	await city.stop();
	const build = newBuild();
	await city.start(build.checkout);
	await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
	const offer = page.getByRole('button', { name: t('shell.useNewVersion') });
	await offer.click();
	await expect(offer).toBeHidden();
	// the page is opened anew meanwhile
	const kept = () => page.evaluate(() => caches.keys()).catch(() => []);
	await expect
		.poll(async () => (await kept()).filter((name) => name.startsWith('pages')))
		.toEqual([`pages ${build.version} es`]);
	await city.stop();
	await page.goto(`${city.url}/es/learn/${module.slug}/${module.lessons[0]?.slug}`);
	await expect(page).toHaveTitle(new RegExp(escaped(module.lessons[0]?.title ?? '')));
	build.remove();
	await city.start();
});

for (const lang of ['es', 'en'] as const) {
	test(`a whole module is learnt on a small phone without internet, in ${lang}`, async ({
		page
	}) => {
		const faults = watchBehaviour(page.context());
		const shelf = content[lang];
		const [module] = shelf?.modules ?? [];
		if (!shelf || !module) throw new Error('no module');
		await page.goto(`${city.url}/${lang}`);
		await untilKept(page, lang);
		await city.stop();
		for (const { slug } of module.lessons) {
			const lesson = shelf.lessons[`${module.slug}/${slug}`];
			if (!lesson) throw new Error(slug);
			await page.goto(`${city.url}/${lang}/learn/${module.slug}/${slug}#${lesson.steps[0]?.id}`);
			await goThroughLesson(page, lesson, () => expectFitting(page));
			const done = async () =>
				(await rowsOn<{ lesson: string }>(page, 'steps')).map((row) => row.lesson);
			await expect
				.poll(async () => (await done()).filter((name) => name === `${module.slug}/${slug}`).length)
				.toBe(lesson.steps.length);
		}
		await page.goto(`${city.url}/${lang}/learn/${module.slug}`);
		await expect(page.locator('ol .tile:not(.laid)')).toHaveCount(0);
		expect(faults).toEqual([]);
		await city.start();
	});
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
