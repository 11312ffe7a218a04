/** Usable from the first HTML: an early tap is kept and made once; Plaza can be put on the phone. */
import { expect, test, type Page } from '@playwright/test';
import { CityServer } from './city-server.ts';
import { setUpCity, wordsOf } from './people.ts';
import { fixture } from './voice-people.ts';

test.use({ serviceWorkers: 'block' });

let city: CityServer;
let desk: Page;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	desk = await (await browser.newContext()).newPage();
	await setUpCity(desk, founded.setupLink);
});

test.afterAll(() => city.remove());

/** The page's script does not come; gives what lets it come. */
async function holdScript(page: Page): Promise<() => void> {
	let letGo = () => {};
	const held = new Promise<void>((go) => (letGo = go));
	await page.route('**/_app/immutable/**/*.js', async (route) => {
		await held;
		await route.continue();
	});
	return () => letGo();
}

test('a tap that comes before the script is made once it is there, and Listen begins', async ({
	page
}) => {
	const t = wordsOf('nl');
	const letGo = await holdScript(page);
	await page.goto(`${city.url}/nl`, { waitUntil: 'commit' });
	await page.getByRole('button', { name: t('shell.listen') }).click();
	await expect(page.getByRole('button', { name: t('shell.stop') })).toHaveCount(0);
	letGo();
	await expect(page.getByRole('button', { name: t('shell.stop') })).toBeVisible();
});

test('before the script comes, screens change and a need is posted', async ({ page }) => {
	const t = wordsOf('fr');
	await page.route('**/_app/immutable/**/*.js', (route) => route.abort());
	await page.goto(`${city.url}/fr/learn/scam-messages/parcel-fee`);
	const here = page.locator('section:target');
	const first = await here.getAttribute('id');
	await here.locator('.thumb a.action').click();
	await expect(here).not.toHaveAttribute('id', first ?? '');
	await page.goBack();
	await expect(here).toHaveAttribute('id', first ?? '');

	await page.goto(`${city.url}/fr/needs/new`);
	await page.locator('input[value=skills]').check();
	await page.locator('#topic .action').click();
	await page.getByRole('textbox').fill('Je veux apprendre à payer en ligne.');
	await page.locator('#words .action').click();
	await page.locator('input[value=none]').check();
	await page.locator('#place .action').click();
	await page.locator('#check button').click();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('sentPage.title'));
});

test('every page stands in all its styles before its script, and where there is none', async () => {
	const { request } = desk;
	const pages = ['', '/learn', '/learn/scam-messages', '/learn/scam-messages/parcel-fee', '/needs'];
	const others = ['/needs/new', '/needs/find', '/sessions', '/neighbourhood', '/card', '/trainer'];
	const all = [...pages, ...others].map((path) => `/es${path}`);
	for (const path of [...all, '/staff', '/staff/sessions/new', '/staff/public-replies']) {
		const html = await (await request.get(city.url + path)).text();
		const links = html.matchAll(/<link href="([^"]+\.css)" rel="stylesheet"/g);
		const styles = await Promise.all(
			[...links].map(async ([, href = '']) =>
				(await request.get(new URL(href, city.url + path).href)).text()
			)
		);
		const classes = [...html.matchAll(/ class="([^"]*)"/g)].flatMap(([, all = '']) =>
			all.split(' ')
		);
		// Svelte marks with one of these what a component has a style for
		const marks = [...new Set(classes)].filter((name) => name.startsWith('_'));
		expect(marks.length, path).toBeGreaterThan(0);
		expect(
			marks.filter((name) => !styles.join('').includes(`.${name}`)),
			path
		).toEqual([]);
	}
});

test('what was typed before the script came stays when it comes', async ({ page }) => {
	const letGo = await holdScript(page);
	await page.goto(`${city.url}/it/needs/new`, { waitUntil: 'commit' });
	await page.locator('input[value=safety]').check();
	await page.locator('#topic .action').click();
	await page.getByRole('textbox').fill('Ho ricevuto un messaggio strano.');
	letGo();
	await expect(page.locator('.kept')).toContainText(wordsOf('it')('tell.kept'));
	await expect(page.getByRole('textbox')).toHaveValue('Ho ricevuto un messaggio strano.');
	await page.reload();
	await expect(page.getByRole('textbox')).toHaveValue('Ho ricevuto un messaggio strano.');
	await expect(page.locator('input[value=safety]')).toBeChecked();

	// the last choice of all is kept like the others
	await page.locator('#words .action').click();
	await page.getByRole('radio', { name: 'Sant Martí' }).check();
	await page.locator('#place .action').click();
	await expect(page.locator('#check dl')).toContainText('Sant Martí');
	await page.reload();
	await expect(page.locator('#check dl')).toContainText('Sant Martí');
});

test('photos that were chosen before the script came are there when it comes', async ({ page }) => {
	const letGo = await holdScript(page);
	await page.goto(`${city.url}/it/needs/new#words`, { waitUntil: 'commit' });
	const [camera, album] = ['input[capture=environment]', 'input[type=file][multiple]'];
	await page.locator(`#words .photos ${camera}`).setInputFiles(fixture('photo.jpg'));
	await page.locator(`#words .photos ${album}`).setInputFiles(fixture('photo.jpg'));
	letGo();
	await expect(page.locator('.thumbs li')).toHaveCount(2);
	await page.reload();
	await expect(page.locator('.thumbs li')).toHaveCount(2);
});

test('a change of language keeps the place', async ({ page }) => {
	await page.goto(`${city.url}/pt/learn/scam-messages/parcel-fee#who-sends`);
	await page.locator('header a').first().click();
	await page.locator('.languages a[lang=ar]').click();
	await expect(page).toHaveURL(`${city.url}/ar/learn/scam-messages/parcel-fee#who-sends`);
});

test('Plaza installs: name, icons, shortcuts and start of the language', async ({ page }) => {
	await page.goto(`${city.url}/ca`);
	const network = await page.context().newCDPSession(page);
	const { errors, data } = await network.send('Page.getAppManifest');
	expect(errors).toEqual([]);
	const manifest = JSON.parse(data ?? '{}') as {
		start_url: string;
		name: string;
		icons: { src: string; purpose: string }[];
		shortcuts: { url: string }[];
	};
	expect(manifest).toMatchObject({
		start_url: '/ca',
		lang: 'ca',
		dir: 'ltr',
		display: 'standalone'
	});
	expect(manifest.name).toContain('Vila Nova');
	expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
	for (const { src } of manifest.icons) {
		expect((await page.request.get(city.url + src)).headers()['content-type']).toBe('image/png');
	}
	for (const { url } of manifest.shortcuts) {
		expect((await page.request.get(city.url + url)).status()).toBe(200);
	}
});
