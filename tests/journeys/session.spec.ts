/**
 * A session at a lab without any network: started on the trainer's phone, joined by its code, its people counted by their
 * codes and by nickname; everything is carried to the city, and its numbers equal what happened.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import { browserWithCamera, photograph, pointCamera } from './camera.ts';
import type { CityServer } from './city-server.ts';
import {
	enrolTrainer,
	foundLab,
	readPicture,
	untilHasReader,
	visitCity,
	waitingOn
} from './lab-people.ts';
import { tellNeed, watchBehaviour, wordsOf } from './people.ts';

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
	({ city, staff, invitation } = await foundLab(browser));
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

async function aPhone(): Promise<Page> {
	const page = await aDevice();
	await visitCity(page, city.url);
	return page;
}

/** What the city has of the session. */
function atCity(): Promise<{ people: number; steps: number; needs: number }> {
	const { databaseUrl, dataFolder } = city;
	return withDatabase({ databaseUrl: databaseUrl || undefined, dataFolder }, async (db) => {
		const count = async (table: 'attendance' | 'progress' | 'needs') => {
			const rows = await db.selectFrom(table).select('session').execute();
			return rows.filter(({ session }) => session !== null).length;
		};
		const [people, steps, needs] = [
			await count('attendance'),
			await count('progress'),
			await count('needs')
		];
		return { people, steps, needs };
	});
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const joined = (page: Page) => page.getByRole('heading', { name: atLab('session.joined') });

async function takePart(page: Page): Promise<void> {
	await expect(page.getByText('Casa del Raval')).toBeVisible();
	await button(page, atLab('session.join')).click();
	await expect(joined(page)).toBeVisible();
}

/** She does the first thing of a lesson. Gives how many steps wait on her phone after it. */
async function learn(page: Page): Promise<number> {
	await page.goto(`${city.url}/es/learn/scam-messages`);
	await page.locator('a[href^="/es/learn/scam-messages/"]').first().click();
	const steps = async () =>
		(await waitingOn(page)).filter(({ kind }) => kind === 'progress').length;
	await expect(async () => {
		await page.locator('.thumb .action:not(.second)').filter({ visible: true }).last().click();
		expect(await steps()).toBeGreaterThan(0);
	}).toPass();
	return steps();
}

/** What waits on a phone, as the file that it gives. */
async function fileOf(page: Page, name: string): Promise<string> {
	await page.goto(`${city.url}/es/carry#give`);
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		button(page, /^Guardar el archivo/).click()
	]);
	const file = join(folder, `${name}.plaza`);
	await download.saveAs(file);
	return file;
}

test('A session without any network: twelve phones join by its code, learn and tell, all is carried in files, and the city counts what happened', async () => {
	test.setTimeout(240_000);
	const trainer = await aDevice();
	await enrolTrainer(trainer, invitation);
	const phones: Page[] = [];
	while (phones.length < 12) phones.push(...(await Promise.all([aPhone(), aPhone(), aPhone()])));
	const [ana, omar, ...others] = phones as [Page, Page, ...Page[]];
	// a browser that reads no codes by itself got what it needs for it when she looked at the page with internet
	await ana.goto(`${city.url}/es/session`);
	await untilHasReader(ana);
	await city.stop();

	await trainer.getByRole('link', { name: leads('lead.start') }).click();
	await trainer.getByText(leads('lead.modules')).click();
	await trainer.locator('input[type=checkbox][value=scam-messages]').check();
	await button(trainer, leads('lead.begin')).click();
	await button(trainer, leads('lead.room')).click();
	const picture = await trainer.locator('[data-room-code]').screenshot();
	const address = await readPicture(picture);
	expect(address).toContain(`${city.url}/es/session#`);
	await pointCamera(video, [picture]);
	await button(trainer, leads('lead.close')).click();

	// one within Plaza, the others with the cameras of their phones
	await ana.goto(`${city.url}/es/session`);
	await button(ana, t('scan.scan')).click();
	await expect(ana.getByText('Casa del Raval')).toBeVisible(look);
	await takePart(ana);
	for (const phone of [omar, ...others]) {
		await phone.goto(address);
		await takePart(phone);
		expect(phone.url()).toBe(`${city.url}/es/session`);
	}
	const codes: Buffer[] = [];
	for (const phone of phones) codes.push(await photograph(phone.locator('[data-code]')));
	await pointCamera(video, codes, { each: 2, second: 2 });
	await button(trainer, leads('lead.scan')).click();
	await expect(trainer.locator('.number')).toHaveText('12', { timeout: 90_000 });
	await button(trainer, leads('lead.done')).click();
	await button(trainer, leads('lead.add')).click();
	for (const name of ['Rosa', 'Rosa 2']) {
		await trainer.getByLabel(leads('lead.nickname')).fill('Rosa');
		await button(trainer, leads('lead.addNow')).click();
		if (name === 'Rosa 2') await button(trainer, leads('lead.addNow')).click();
		await expect(trainer.getByText(leads('lead.new').replace('{{name}}', name))).toBeVisible();
	}

	// what they learn and tell belongs to the session
	let steps = 0;
	for (const phone of phones) steps += await learn(phone);
	await expect(ana.locator('.in-session')).toHaveText(/Casa del Raval/);
	for (const phone of [ana, omar]) {
		await tellNeed(phone, 'es', 'Quiero más encuentros como este.');
		await expect(phone.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	}
	const waiting = await waitingOn(ana);
	const kinds = new Set(waiting.map(({ kind }) => kind));
	expect([...kinds].sort()).toEqual(['attendance', 'need', 'progress']);
	expect(new Set(waiting.map(({ session, person }) => `${session} ${person}`)).size).toBe(1);

	// the battery died: the session is there again
	await trainer.goto(`${city.url}/es/trainer/session`);
	const counted = leads('lead.counted').replace('{{many, number}}', '14');
	await expect(trainer.getByText(counted)).toBeVisible();
	await button(trainer, leads('lead.end')).click();
	await button(trainer, leads('lead.endNow')).click();
	await expect(trainer.getByRole('heading', { level: 1 })).toHaveText(leads('lead.ended'));

	// everything goes to the city in files: from phone to phone, and on a stick
	const given: string[] = [];
	for (const [n, phone] of phones.entries()) given.push(await fileOf(phone, `phone-${n}`));
	await trainer.goto(`${city.url}/es/carry#take`);
	for (const [n, file] of given.entries()) {
		await trainer.locator('#take input[type=file]').setInputFiles(file);
		await expect
			.poll(async () => (await waitingOn(trainer)).length, look)
			.toBeGreaterThan(15 + 2 * n);
	}
	const stick = await fileOf(trainer, 'stick');
	await city.start();
	await staff.goto(`${city.url}/es/carry#computer`);
	await staff.getByLabel(t('carry.computer.label')).setInputFiles(stick);
	await button(staff, t('carry.computer.send')).click();
	await expect(staff.getByRole('heading', { level: 1 })).toHaveText(t('carry.computer.done'), look);
	await staff.goto(`${city.url}/staff/learning`);
	const row = staff.locator('tr', { hasText: 'Casa del Raval' });
	// fourteen, as small numbers are shown
	await expect(row.locator('td').last()).toHaveText(/10$/);
	expect(await atCity()).toEqual({ people: 14, steps, needs: 2 });

	// what comes again by itself when a phone has internet changes nothing
	await ana.goto(`${city.url}/es/needs`);
	await expect.poll(() => waitingOn(ana), look).toEqual([]);
	expect(await atCity()).toEqual({ people: 14, steps, needs: 2 });
});
