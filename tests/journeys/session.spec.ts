/**
 * A session at a lab without any network: started on the trainer's phone, joined by its code, its people counted by their
 * codes and by nickname; later everything reaches the city by itself, and its numbers equal what happened.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { browserWithCamera, photograph, pointCamera } from './camera.ts';
import { CityServer } from './city-server.ts';
import {
	enrolTrainer,
	inviteTrainer,
	readPicture,
	untilHas,
	untilHasReader,
	waitingOn
} from './lab-people.ts';
import { setUpCity, tellNeed, untilKept, watchBehaviour, wordsOf } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-session-'));
const video = join(folder, 'camera.y4m');
const look = { timeout: 30_000 };
const t = wordsOf('es');
const atLab = wordsOf('es', 'lab');
const leads = wordsOf('es', 'trainer');

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
	invitation = await inviteTrainer(staff, city.url, { lab: 'Casa del Raval', name: 'Amina' });
	seeing = await browserWithCamera(video);
});

test.afterAll(async () => {
	for (const context of contexts) await context.close();
	await seeing.close();
	await city.remove();
	rmSync(folder, { recursive: true });
	expect(faults.flat()).toEqual([]);
});

/** A device on which Plaza was never opened. */
async function aDevice(): Promise<Page> {
	const context = await seeing.newContext({
		viewport: { width: 360, height: 640 },
		deviceScaleFactor: 2
	});
	contexts.push(context);
	faults.push(watchBehaviour(context));
	return context.newPage();
}

/** A phone that was at the city's pages before; what comes with the first tap is on it. */
async function aPhone(): Promise<Page> {
	const page = await aDevice();
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await page.goto(`${city.url}/es/learn`);
	await untilHas(page, '/es/session', 'es.lab');
	return page;
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
	const trainer = await aDevice();
	await enrolTrainer(trainer, invitation, '314159');
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
	const address = await readPicture(picture);
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
