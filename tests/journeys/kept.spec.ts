/** What a phone keeps after one visit, what it costs, and how a new Plaza comes. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { languages } from '../../src/lib/domain/language.ts';
import { CityServer } from './city-server.ts';
import { countingProxy } from './counting-proxy.ts';
import { newBuild } from './new-build.ts';
import { setUpCity, tapTryNow, tellNeed, untilAwake, untilKept, wordsOf } from './people.ts';

let city: CityServer;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
});

test.afterAll(() => city.remove());

test('one visit keeps the chosen language whole, once, in at most 300 KB, and no other', async ({
	page
}) => {
	const proxy = await countingProxy(city.url);
	await page.goto(`${proxy.url}/es`);
	await untilKept(page, 'es');

	const whole = proxy.passed.filter(({ status }) => status === 200);
	const twice = whole.filter(
		({ path }, index) => whole.findIndex((each) => each.path === path) < index
	);
	expect(twice).toEqual([]);
	const words = whole.filter(({ path }) => path.includes('/words/'));
	expect(new Set(words.map(({ path }) => path.replace(/.*\/words\/(..)\..*/, '$1')))).toEqual(
		new Set(['es'])
	);
	expect(whole.filter(({ path }) => path.includes('/staff'))).toEqual([]);
	// what only a later part needs comes with that part
	expect(whole.filter(({ path }) => path.includes('/seldom/'))).toEqual([]);
	expect(whole.filter(({ path }) => /^\/(ca|it|fr|nl|en|pt|ar)\b/.test(path))).toEqual([]);
	const kilobytes = whole.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
	expect(kilobytes).toBeLessThanOrEqual(300);
	await proxy.close();
});

test('drawings are asked for once a page, whatever comes on its screen later', async ({ page }) => {
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	const asked: string[] = [];
	page.on('request', (request) => {
		const { pathname } = new URL(request.url());
		if (pathname.startsWith('/drawings')) asked.push(pathname);
	});
	await tellNeed(page, 'es', 'No hay luz en la plaza.');
	await expect(page.locator('main ol .sent')).toBeVisible();
	expect(asked).toEqual(['/drawings.svg']);
});

for (const lang of languages) {
	test(`the first page in ${lang} sends at most 60 KB of script before it is usable`, async ({
		request
	}) => {
		const page = await request.get(`${city.url}/${lang}`);
		const asked = `${page.headers()['link']} ${await page.text()}`;
		const files = new Set(asked.match(/_app\/immutable\/[\w/.-]+\.js/g));
		const client = join(import.meta.dirname, '../../build/client');
		const words = readdirSync(join(client, '_app/immutable/words')).find((name) =>
			new RegExp(`^${lang}\\.[^.]+\\.js$`).test(name)
		);
		files.add(`_app/immutable/words/${words}`);
		const sizes = [...files].map((file) => statSync(join(client, `${file}.gz`)).size);
		expect(files.size).toBeGreaterThan(4);
		expect(sizes.reduce((sum, size) => sum + size, 0) / 1024).toBeLessThanOrEqual(60);
	});
}

test('no page but a lesson waits for what lessons are made of', async ({ browser }) => {
	const context = await browser.newContext({ serviceWorkers: 'block' });
	const client = join(import.meta.dirname, '../../build/client');
	const kilobytes = async (path: string) => {
		const page = await context.newPage();
		const files = new Set<string>();
		page.on('request', (request) => {
			const { pathname } = new URL(request.url());
			if (pathname.endsWith('.js')) files.add(`${pathname}.br`);
		});
		await page.goto(`${city.url}/es${path}`);
		await untilAwake(page);
		await page.waitForLoadState('networkidle');
		await page.close();
		return [...files].reduce((sum, file) => sum + statSync(join(client, file)).size, 0) / 1024;
	};
	expect(await kilobytes('')).toBeLessThanOrEqual(110);
	expect(await kilobytes('/learn')).toBeLessThanOrEqual(116);
	expect(await kilobytes('/learn/first-touches')).toBeLessThanOrEqual(116);
	expect(await kilobytes('/needs')).toBeLessThanOrEqual(130);
	expect(await kilobytes('/needs/new')).toBeLessThanOrEqual(135);
	await context.close();
});

test('what binds styles to a component is short: it stands in each page many times', async ({
	request
}) => {
	const page = await (await request.get(`${city.url}/es/learn`)).text();
	const bindings = page.match(/(?<=class="(?:[^"]* )?)_\w+/g) ?? [];
	expect(bindings.length).toBeGreaterThan(50);
	expect(bindings.filter((each) => each.length > 3)).toEqual([]);
});

test('without internet every page of the language opens: by link, by reload, in a new tab', async ({
	page,
	context
}) => {
	const t = wordsOf('es');
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	const { pages } = (await (await page.request.get(`${city.url}/api/packs/es`)).json()) as {
		pages: { url: string }[];
	};
	await city.stop();
	for (const { url } of pages.filter(({ url }) => !/\.(svg|webmanifest)$/.test(url))) {
		await page.goto(city.url + url);
		await expect(page.getByRole('heading', { level: 1 }).first(), url).toBeVisible();
		await expect(page.locator('svg use').first(), url).toBeAttached();
	}
	// its tasks come with the first tap that has internet
	await page.goto(`${city.url}/es/learn/start`);
	await expect(page.getByText(t('start.later'))).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('learn.title'));
	await page.goto(`${city.url}/es`);
	await page
		.getByRole('link', { name: t('shell.messages') })
		.last()
		.click();
	await page.reload();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.title'));
	const tab = await context.newPage();
	await tab.goto(`${city.url}/es/a-page-that-was-never-here`);
	await expect(tab.getByRole('heading', { level: 1 })).toHaveText(t('notHere.title'));
	await tab.close();
	await city.start();
});

test('a form that is posted without internet is kept by the worker and sent later', async ({
	page
}) => {
	const t = wordsOf('es');
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await city.stop();
	await page.goto(`${city.url}/es/needs/new`);
	await page.locator('#topic input[value=device]').check();
	await page.getByRole('link', { name: t('tell.topic.continue') }).click();
	await page.getByRole('textbox').fill('Mi teléfono es muy viejo.');
	// as a browser posts it whose scripts have not come yet
	await page.evaluate(() => {
		const form = document.querySelector('form');
		form?.setAttribute('action', '?/send');
		form?.querySelector<HTMLInputElement>('#place input[value=none]')?.click();
		form?.submit();
	});
	await expect(page).toHaveURL(/\/es\/needs#/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	await city.start();
	await tapTryNow(page, 'es');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
});

test('a form that is posted unchecked without internet comes back to be checked', async ({
	page
}) => {
	const t = wordsOf('es');
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await city.stop();
	await page.goto(`${city.url}/es/needs/new`);
	await page.locator('#topic input[value=device]').check();
	await page.getByRole('link', { name: t('tell.topic.continue') }).click();
	await page.getByRole('textbox').fill('Mi teléfono es muy viejo.');
	await page.evaluate(() => {
		const form = document.querySelector('form');
		form?.querySelector<HTMLInputElement>('#place input[value=none]')?.click();
		form?.submit();
	});
	await expect(page).toHaveURL(/\/es\/needs\/new#check/);
	await expect(page.locator('#check .said')).toHaveText('Mi teléfono es muy viejo.');
	await city.start();
});

test('a new Plaza waits until the person agrees, and nothing that she typed is lost', async ({
	page
}) => {
	const t = wordsOf('es');
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await page.goto(`${city.url}/es/needs/new`);
	await page.locator('#topic input[value=safety]').check();
	await page.getByRole('link', { name: t('tell.topic.continue') }).click();
	await page.getByRole('textbox').fill('Quiero saber si un mensaje es verdad.');
	await expect(page.locator('#words')).toContainText(t('tell.kept'));

	await city.stop();
	const build = newBuild();
	await city.start(build.checkout);
	await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
	const offer = page.getByRole('button', { name: t('shell.useNewVersion') });
	await expect(offer).toBeVisible();
	await expect(page.getByRole('textbox')).toHaveValue('Quiero saber si un mensaje es verdad.');
	const before = await page.evaluate(() => caches.keys());
	expect(before.some((name) => name.includes(build.oldVersion))).toBe(true);

	await offer.click();
	await expect(offer).toBeHidden();
	await expect(page.getByRole('textbox')).toHaveValue('Quiero saber si un mensaje es verdad.');
	await expect
		.poll(async () =>
			(await page.evaluate(() => caches.keys())).filter((name) => name.startsWith('pages'))
		)
		.toEqual([`pages ${build.version} es`]);
	await city.stop();
	build.remove();
	await city.start();
});

test('a phone with the door to the city closed says what is kept, not what went wrong', async ({
	page
}) => {
	const t = wordsOf('es');
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await city.stop();
	await page.goto(`${city.url}/es/needs/find`);
	await page.getByRole('textbox').fill('7ZJ4 Q0M2 RWTC 9XKB');
	await page.getByRole('button', { name: t('find.show') }).click();
	const saidSo = page.getByRole('status').filter({ hasText: t('find.noInternet') });
	await expect(saidSo).toBeVisible();
	// nor where she taps before the page's script is ready
	await page.goto(`${city.url}/es/needs/find`);
	await page.getByRole('textbox').fill('7ZJ4 Q0M2 RWTC 9XKB');
	await page.locator('main form').evaluate((form: HTMLFormElement) => {
		form.submit();
	});
	await expect(saidSo).toBeVisible();
	await expect(page.getByRole('textbox')).toHaveValue('7ZJ4Q0M2RWTC9XKB');
	await city.start();
});
