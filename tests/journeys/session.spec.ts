/**
 * A session at a lab without any network: started on the trainer's phone, joined by its code, its people counted by their
 * codes and by nickname; later everything reaches the city by itself, and its numbers equal what happened.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { browserWithCamera, photograph, pointCamera } from './camera.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, tellNeed, untilKept, watchBehaviour, wordsOf } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-session-'));
const video = join(folder, 'camera.y4m');
const look = { timeout: 30_000 };
const t = wordsOf('es');
const atLab = wordsOf('es', 'lab');
const leads = wordsOf('es', 'trainer');
const pin = '314159';

let city: CityServer;
let seeing: Browser;
let staff: Page;
let invitation = '';
const contexts: BrowserContext[] = [];
const faults: string[][] = [];

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	staff = await (await browser.newContext()).newPage();
	await setUpCity(staff, founded.setupLink);
	await staff.goto(`${city.url}/staff/labs`);
	await staff.locator('#lab [name=name]').fill('Casa del Raval');
	await staff.locator('#lab button').first().click();
	await staff.goto(`${city.url}/staff/trainers`);
	await staff.locator('form [name=name]').fill('Amina');
	await staff.getByRole('checkbox', { name: 'Casa del Raval' }).check();
	await staff.locator('form:has([name=labs]) button').first().click();
	if (/trainers$/.test(staff.url())) await staff.getByRole('link', { name: 'Amina' }).click();
	await staff.locator('form[action$="?/invite"] [name=lang]').selectOption('es');
	await staff.locator('form[action$="?/invite"] button').click();
	invitation = await staff.locator('#link').inputValue();
	seeing = await browserWithCamera(video);
});

test.afterAll(async () => {
	for (const context of contexts) await context.close();
	await seeing.close();
	await city.remove();
	rmSync(folder, { recursive: true });
	expect(faults.flat()).toEqual([]);
});

/** A phone that was at the city's pages before; what comes with the first tap is on it. */
async function aPhone(): Promise<Page> {
	const context = await seeing.newContext({
		viewport: { width: 360, height: 640 },
		deviceScaleFactor: 2
	});
	contexts.push(context);
	faults.push(watchBehaviour(context));
	const page = await context.newPage();
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await page.goto(`${city.url}/es/learn`);
	await untilHas(page, '/es/session', 'es.lab');
	return page;
}

/** Waits until a page and the words for it are on the phone. */
function untilHas(page: Page, path: string, words: string): Promise<void> {
	const has = () =>
		page.evaluate(
			async ([path = '', words = '']) => {
				const kept = await caches.match(path);
				const seldom = await (await caches.open('seldom')).keys();
				return Boolean(kept) && seldom.some(({ url }) => url.includes(words));
			},
			[path, words]
		);
	return expect.poll(has, look).toBe(true);
}

/** Waits until what reads codes is on the phone; this browser has none of its own. */
function untilHasReader(page: Page): Promise<void> {
	const has = () =>
		page.evaluate(async () => {
			const seldom = await caches.open('seldom');
			const files = await Promise.all((await seldom.keys()).map((file) => seldom.match(file)));
			const sizes = await Promise.all(files.map(async (file) => (await file?.text())?.length ?? 0));
			return Math.max(0, ...sizes) > 100_000;
		});
	return expect.poll(has, look).toBe(true);
}

/** What the app's own decoder reads in a picture of a screen. */
async function read(picture: Buffer): Promise<string> {
	const { data, info } = await sharp(picture)
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return jsqr(new Uint8ClampedArray(data), info.width, info.height)?.data ?? '';
}

/** The envelopes that wait on a phone. */
function waitingOn(page: Page) {
	return page.evaluate(async () => {
		const opened = indexedDB.open('plaza');
		await new Promise((done) => (opened.onsuccess = done));
		const all = opened.result.transaction('outbox').objectStore('outbox').getAll();
		await new Promise((done) => (all.onsuccess = done));
		opened.result.close();
		type Waiting = { envelope: { kind: string; session?: string; person?: string } };
		return (all.result as Waiting[]).map(({ envelope }) => envelope);
	});
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const joined = (page: Page) => page.getByRole('heading', { name: atLab('session.joined') });

async function takePart(page: Page): Promise<void> {
	await expect(page.getByText('Casa del Raval')).toBeVisible();
	await button(page, atLab('session.join')).click();
	await expect(joined(page)).toBeVisible();
}

test('A session without any network: three phones join, two are scanned, two people have none, and the city counts five', async () => {
	test.setTimeout(150_000);
	const trainer = await aPhone();
	await trainer.goto(invitation);
	await trainer.locator('main .action').click();
	await trainer.locator('main .action').click();
	await trainer.locator('#pin').fill(pin);
	await trainer.locator('#again').fill(pin);
	await trainer.locator('main .action').click();
	await expect(trainer.getByRole('link', { name: leads('lead.start') })).toBeVisible();
	await untilHas(trainer, '/es/trainer/session', 'es.trainer');
	await untilHasReader(trainer);
	const [ana, omar, lu] = [await aPhone(), await aPhone(), await aPhone()];
	// a browser that reads no codes by itself got what it needs for it when she looked at the page with internet
	await ana.goto(`${city.url}/es/session`);
	await untilHasReader(ana);
	await city.stop();

	await trainer.getByRole('link', { name: leads('lead.start') }).click();
	await trainer.getByText(leads('lead.modules')).click();
	await trainer.locator('input[type=checkbox][value=scam-messages]').check();
	await button(trainer, leads('lead.begin')).click();
	await button(trainer, leads('lead.room')).click();
	const room = trainer.locator('[data-room-code]');
	const picture = await room.screenshot();
	const address = await read(picture);
	expect(address).toContain(`${city.url}/es/session#`);
	await pointCamera(video, [picture]);
	await button(trainer, leads('lead.close')).click();

	// one within Plaza, two with the camera of their phones
	await ana.goto(`${city.url}/es/session`);
	await button(ana, t('scan.scan')).click();
	await expect(ana.getByText('Casa del Raval')).toBeVisible(look);
	await takePart(ana);
	for (const phone of [omar, lu]) {
		await phone.goto(address);
		await takePart(phone);
		expect(phone.url()).toBe(`${city.url}/es/session`);
	}

	const codes = [];
	for (const phone of [ana, omar]) codes.push(await photograph(phone.locator('[data-code]')));
	await pointCamera(video, codes);
	await button(trainer, leads('lead.scan')).click();
	await expect(trainer.locator('.number')).toHaveText('2', look);
	await button(trainer, leads('lead.done')).click();
	await button(trainer, leads('lead.add')).click();
	for (const name of ['Rosa', 'Rosa 2']) {
		await trainer.getByLabel(leads('lead.nickname')).fill('Rosa');
		await button(trainer, leads('lead.addNow')).click();
		if (name === 'Rosa 2') await button(trainer, leads('lead.addNow')).click();
		await expect(trainer.getByText(leads('lead.new').replace('{{name}}', name))).toBeVisible();
	}

	// what she learns and tells belongs to the session
	await ana.locator('a[href="/es/learn/scam-messages"]').click();
	await expect(ana.locator('.in-session')).toHaveText(/Casa del Raval/);
	await ana.locator('a[href^="/es/learn/scam-messages/"]').first().click();
	await expect(async () => {
		await ana.locator('.thumb .action:not(.second)').filter({ visible: true }).last().click();
		expect((await waitingOn(ana)).map(({ kind }) => kind)).toContain('progress');
	}).toPass();
	await tellNeed(ana, 'es', 'Quiero más encuentros como este.');
	await expect(ana.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	const waiting = await waitingOn(ana);
	const kinds = new Set(waiting.map(({ kind }) => kind));
	expect([...kinds].sort()).toEqual(['attendance', 'need', 'progress']);
	expect(new Set(waiting.map(({ session, person }) => `${session} ${person}`)).size).toBe(1);

	// the battery died: the session is there again, behind her PIN
	await trainer.goto(`${city.url}/es/trainer/session`);
	await expect(
		trainer.getByText(leads('lead.counted').replace('{{many, number}}', '4'))
	).toBeVisible();
	await button(trainer, leads('lead.end')).click();
	await expect(
		trainer.getByText(leads('lead.waits').replace('{{many, number}}', '5'))
	).toBeVisible();
	await button(trainer, leads('lead.endNow')).click();
	await expect(trainer.getByRole('heading', { level: 1 })).toHaveText(leads('lead.ended'));

	await city.start();
	for (const phone of [trainer, ana]) {
		await phone.goto(`${city.url}/es/needs`);
		await expect.poll(() => waitingOn(phone), look).toEqual([]);
	}
	const row = staff.locator('tr', { hasText: 'Casa del Raval' });
	await staff.goto(`${city.url}/staff/learning`);
	await expect(row).toContainText('under 5');
	// the third phone was never scanned: it tells by itself that it was there
	await lu.goto(`${city.url}/es/needs`);
	await expect.poll(() => waitingOn(lu), look).toEqual([]);
	await staff.reload();
	await expect(row.locator('td').last()).toHaveText(/5$/);
	await expect(row).not.toContainText('under 5');
});
