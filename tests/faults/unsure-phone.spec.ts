/** Phones that keep little or nothing: said before anybody relies on them; and what of a message still needs its person. */
import { expect, test, type Browser, type Page } from '@playwright/test';
import sharp from 'sharp';
import { CityServer } from '../journeys/city-server.ts';
import { setUpCity, tellNeed, wordsOf } from '../journeys/people.ts';
import { rowsOn, spoilFirst, triesLater } from '../journeys/raw-memory.ts';
import { checkNeed, openWords } from '../journeys/voice-people.ts';
import { unsure } from './unsure-phones.ts';

test.use({ serviceWorkers: 'block' });

const t = wordsOf('es');
let city: CityServer;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found({ ownPostgres: true });
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
});

test.afterAll(() => city.remove());

/** Another phone, in which something is as it should not be before its first page. */
async function phone(browser: Browser, spoil: () => void): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 320, height: 568 } });
	await context.addInitScript(spoil);
	return context.newPage();
}

for (const [why, spoil] of Object.entries(unsure)) {
	test(`F29: before she types, a phone says in one line what it does not keep: ${why}`, async ({
		browser
	}) => {
		const page = await phone(browser, spoil);
		await page.goto(`${city.url}/es/needs/new`);
		await expect(page.getByText(t(`keeping.${why}`))).toBeVisible();
		await expect(page.locator('.rescue')).toHaveCount(0);
		await expect(page.locator('#topic .thumb .action')).toBeInViewport({ ratio: 1 });
		await page.getByRole('link', { name: t('keeping.more') }).click();
		await expect(page.getByText(t('keeping.help.code'))).toBeVisible();
		await page.context().close();
	});
}

test('F29: the browser is asked once, after the first message, to keep what is told', async ({
	browser
}) => {
	const page = await phone(browser, () => {
		Object.assign(window, { asked: 0 });
		StorageManager.prototype.persist = () => {
			(window as unknown as { asked: number }).asked++;
			return Promise.resolve(true);
		};
	});
	const asked = () => page.evaluate('asked');
	await page.goto(`${city.url}/es/needs/new`);
	await tellNeed(page, 'es', 'Primero.');
	await expect.poll(asked).toBe(1);
	const fact = async () =>
		(await rowsOn<{ key: string; value: unknown }>(page, 'facts')).find(
			({ key }) => key === 'persisted'
		);
	await expect.poll(fact).toMatchObject({ value: true });
	await tellNeed(page, 'es', 'Segundo.');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	expect(await asked()).toBe(0);
	await page.context().close();
});

test('F17: where the photo does not fit, that is said, and the words are kept and sent', async ({
	page
}) => {
	const noise = {
		width: 1600,
		height: 1200,
		channels: 3,
		background: '#777',
		noise: { type: 'gaussian', mean: 128, sigma: 90 }
	} as const;
	const photo = await sharp({ create: noise }).jpeg({ quality: 95 }).toBuffer();
	await page.goto(`${city.url}/healthz`);
	const browser = await page.context().newCDPSession(page);
	await browser.send('Storage.overrideQuotaForOrigin', { origin: city.url, quotaSize: 300_000 });
	await openWords(page, city.url, 'es');
	await page.getByRole('textbox').fill('La foto no cabe.');
	await expect(page.locator('#words')).toContainText(t('tell.kept'));
	await page
		.locator('#words input[type=file][multiple]')
		.setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo });
	await expect(page.getByText(t('photo.notes.no-room'))).toBeVisible();
	expect(await rowsOn(page, 'drafts')).toMatchObject([{ words: 'La foto no cabe.' }]);
	expect(await rowsOn(page, 'media')).toEqual([]);
	await checkNeed(page);
	await page.locator('#check .thumb .action').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
});

test('F28: a phone that was emptied says so, and the receipt code finds the message again', async ({
	page
}) => {
	await page.goto(`${city.url}/es/needs/new`);
	await tellNeed(page, 'es', 'Se olvidará.');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	const [{ code } = { code: '' }] = await rowsOn<{ code: string }>(page, 'needs');
	await page.goto(`${city.url}/healthz`);
	const browser = await page.context().newCDPSession(page);
	await browser.send('Storage.clearDataForOrigin', { origin: city.url, storageTypes: 'indexeddb' });
	await page.goto(`${city.url}/es`);
	await page.waitForFunction(() => indexedDB.databases().then((all) => all.length > 0));
	await expect(page.getByText(t('home.messagesNone'))).toHaveCount(0);
	await page.goto(`${city.url}/es/needs`);
	await expect(page.getByText(t('keeping.emptied'))).toBeVisible();
	await page
		.getByRole('link', { name: t('messages.find') })
		.first()
		.click();
	await page.getByRole('textbox').fill(code);
	await page.getByRole('button', { name: t('find.show') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('find.found'));
	await page.goto(`${city.url}/es/needs`);
	await page.getByRole('button', { name: t('keeping.understood') }).click();
	await page.reload();
	await expect(page.getByText(t('messages.none'))).toBeVisible();
	await expect(page.getByText(t('keeping.emptied'))).toHaveCount(0);
});

/** Taps *Send now*; once more where the phone was just sending by itself, and says so. */
async function tapInTurn(page: Page): Promise<void> {
	const elsewhere = page.getByText(t('messages.sending.elsewhere'));
	const answer = page.locator('main [role=status] p.lead');
	do {
		await page.getByRole('button', { name: t('messages.tryNow') }).click();
		await expect(answer).toBeVisible();
	} while (await elsewhere.isVisible());
}

test('F11: Send now says that the Wi-Fi wants a login, that the city is busy, or that there is no internet', async ({
	page
}) => {
	await page.goto(`${city.url}/es/needs`);
	const html = { contentType: 'text/html', body: '<html>Welcome</html>' };
	const answers = [
		['no-internet', undefined],
		['portal', { status: 200, ...html }],
		['portal', { status: 302, headers: { location: 'http://portal.invalid/login' } }],
		['portal', { status: 511, ...html }],
		['portal', { status: 200, contentType: 'application/json', body: '{}' }],
		['portal', { status: 200, body: '' }],
		['busy', { status: 503, ...html }]
	] as const;
	let answer: (typeof answers)[number][1];
	await page.route('**/api/**', (route) => (answer ? route.fulfill(answer) : route.abort()));
	await tellNeed(page, 'es', 'Espera un poco.');
	await triesLater(page);
	await page.goto(`${city.url}/es/needs`);
	let said: (typeof answers)[number][0];
	for ([said, answer] of answers) {
		await tapInTurn(page);
		await expect(page.getByText(t(`messages.sending.${said}`))).toBeVisible();
		const way = page.getByRole('link', { name: t('messages.openPortal') });
		await expect(way).toHaveCount(said === 'portal' ? 1 : 0);
		expect(await rowsOn(page, 'outbox')).toHaveLength(1);
	}
	await page.unrouteAll();
	await tapInTurn(page);
	await expect(page.getByText(t('messages.sending.sent'))).toBeVisible();
	await expect(page.getByRole('button', { name: t('messages.tryNow') })).toHaveCount(0);
});

/** Two sendings of one page come to the one lock in the other order. */
function swapFirstTwo(): void {
	const { request } = LockManager.prototype as unknown as {
		request: (this: LockManager, ...asked: unknown[]) => Promise<unknown>;
	};
	const second = Promise.withResolvers<boolean>();
	let asked = 0;
	LockManager.prototype.request = async function (this: LockManager, ...all: unknown[]) {
		if (++asked === 1) await second.promise;
		const answer = request.apply(this, all);
		second.resolve(true);
		return answer;
	} as LockManager['request'];
}

const orders = { 'as asked for': () => undefined, 'the last first': swapFirstTwo };

for (const [order, arrange] of Object.entries(orders)) {
	test(`F11: Send now, while this page is sending by itself, says what comes of that: ${order}`, async ({
		page
	}) => {
		const asked = Promise.withResolvers<boolean>();
		const answered = Promise.withResolvers<boolean>();
		let isHeard = false;
		// one route for both: between two a page that tries again by itself would reach the city
		await page.route('**/api/**', async (route) => {
			if (!isHeard) return route.abort();
			asked.resolve(true);
			await answered.promise;
			await route.fulfill({ status: 503, body: '' });
		});
		await page.goto(`${city.url}/es/needs`);
		await tellNeed(page, 'es', 'Ya va saliendo.');
		// a page that sends nothing: the one before it must not be heard in its place
		await page.goto(`${city.url}/healthz`);
		isHeard = true;
		await page.addInitScript(arrange);
		await page.goto(`${city.url}/es/needs`);
		await asked.promise;
		await page.getByRole('button', { name: t('messages.tryNow') }).click();
		await expect(page.getByRole('button', { name: t('messages.trying') })).toBeDisabled();
		answered.resolve(true);
		await expect(page.getByText(t('messages.sending.busy'))).toBeVisible();
		await expect(page.getByText(t('messages.sending.elsewhere'))).toHaveCount(0);
	});
}

test('F30: a message whose bytes changed on the phone says what it needs, and holds up nobody', async ({
	page
}) => {
	await page.goto(`${city.url}/es/needs`);
	await page.route('**/api/**', (route) => route.abort());
	for (const words of ['Dañado en el teléfono.', 'Sano y salvo.']) {
		await tellNeed(page, 'es', words);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	}
	await page.goto(`${city.url}/healthz`);
	await spoilFirst(page);
	await page.unrouteAll();
	await page.goto(`${city.url}/es/needs`);
	const card = (words: string) => page.locator('main li').filter({ hasText: words });
	await expect(card('Sano y salvo.')).toContainText(t('messages.track.sent'));
	await expect(card('Dañado')).toContainText(t('messages.track.needs-you'));
	await card('Dañado').getByRole('link').click();
	await expect(page.getByText(t('problems.damaged'))).toBeVisible();
	await expect(page.getByRole('button', { name: t('messages.again') })).toBeVisible();
	await expect(page.getByRole('link', { name: t('messages.toFile') })).toBeVisible();
	await page.getByRole('button', { name: t('messages.mend.again') }).click();
	await expect(page.getByRole('textbox')).toHaveValue('Dañado en el teléfono.');
	await checkNeed(page);
	await page.locator('#check .thumb .action').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
});
