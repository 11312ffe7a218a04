/** What staff, trainers and phones of a lab do before a session, and what can be looked up on a phone in it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Browser, type Page } from '@playwright/test';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { CityServer } from './city-server.ts';
import { setUpCity, untilAwake, untilKept, wordsOf } from './people.ts';

const look = { timeout: 30_000 };
const atLab = wordsOf('es', 'lab');
const leads = wordsOf('es', 'trainer');
const button = (page: Page, name: string) => page.getByRole('button', { name });
/** Her page says that she is in the session. */
export const joined = (page: Page) => page.getByRole('heading', { name: atLab('session.joined') });
/** The lab of a journey, and what opens its trainer's part of a device. */
export const labName = 'Casa del Raval';
export const pin = '314159';

/** A new city with a lab; its staff are signed in, and its trainer is invited. */
export async function foundLab(browser: Browser) {
	const { city, setupLink } = await CityServer.found();
	const staff = await (await browser.newContext()).newPage();
	await setUpCity(staff, setupLink);
	await openLab(staff, city.url);
	return { city, staff, invitation: await inviteTrainer(staff, city.url) };
}

/** Staff who are signed in open the lab. */
export async function openLab(staff: Page, origin: string): Promise<void> {
	await staff.goto(`${origin}/staff/labs`);
	await staff.locator('#lab [name=name]').fill(labName);
	await staff.locator('#lab button').first().click();
	await expect(staff.locator('main')).toContainText(labName);
}

/** Staff who are signed in add a trainer of the lab and invite her, in Spanish. Gives the link. */
export async function inviteTrainer(staff: Page, origin: string, name = 'Amina'): Promise<string> {
	await staff.goto(`${origin}/staff/trainers`);
	await staff.locator('form [name=name]').fill(name);
	await staff.getByRole('checkbox', { name: labName }).check();
	await staff.locator('form:has([name=labs]) button').first().click();
	if (/trainers$/.test(staff.url())) await staff.getByRole('link', { name }).click();
	await staff.locator('form[action$="?/invite"] [name=lang]').selectOption('es');
	await staff.locator('form[action$="?/invite"] button').click();
	return staff.locator('#link').inputValue();
}

/** She opens the link and chooses a PIN; her page says when all that is hers is on the device. */
export async function enrolTrainer(page: Page, invitation: string): Promise<void> {
	await page.goto(invitation);
	await page.locator('main .action').click();
	await page.locator('main .action').click();
	await page.locator('#pin').fill(pin);
	await page.locator('#again').fill(pin);
	await page.locator('main .action').click();
	const [works = ''] = leads('trainer.until').split('{{');
	await expect(page.getByText(works)).toBeVisible(look);
}

/** All for the session comes to the trainer's device, and is proved. */
export async function getReady(trainer: Page): Promise<void> {
	await trainer.getByRole('link', { name: leads('ready.title') }).click();
	await trainer.getByText(leads('lead.modules')).click();
	await trainer.locator('input[type=checkbox][value=scam-messages]').check();
	await button(trainer, leads('ready.bring')).click();
	await expect(trainer.getByText(leads('ready.ready'), { exact: true })).toBeVisible({
		timeout: 120_000
	});
}

/** Who is asked whether she joins does so, and says how sure she feels. */
export async function takePart(page: Page, sure = 3): Promise<void> {
	await expect(page.getByText(labName)).toBeVisible();
	await button(page, atLab('session.join')).click();
	await expect(joined(page)).toBeVisible();
	await button(page, atLab(`sure.level${sure}`)).click();
	await expect(button(page, atLab('sure.skip'))).toHaveCount(0);
}

/** She does the first thing of a lesson. Gives how many steps wait on her phone after it. */
export async function learn(page: Page, origin: string): Promise<number> {
	await page.goto(`${origin}/es/learn/scam-messages`);
	await page.locator('a[href^="/es/learn/scam-messages/"]').first().click();
	const steps = async () =>
		(await waitingOn(page)).filter(({ kind }) => kind === 'progress').length;
	await expect(page).toHaveURL(/\/scam-messages\/./);
	await untilAwake(page);
	await page.locator('.thumb .action:not(.second)').filter({ visible: true }).last().click();
	await expect.poll(steps).toBeGreaterThan(0);
	return steps();
}

/** She was at the city's pages before: what comes with the first tap is on her phone, too. */
export async function visitCity(page: Page, origin: string): Promise<void> {
	await page.goto(`${origin}/es`);
	await untilKept(page, 'es');
	await page.goto(`${origin}/es/learn`);
	await untilHas(page, ['start', 'es.lab', 'further']);
	await expect
		.poll(() => page.evaluate(async () => Boolean(await caches.match('/es/session'))), look)
		.toBe(true);
}

/** Waits until all files of these names, which come when they are first needed, are on the phone. */
export function untilHas(page: Page, names: string[]): Promise<void> {
	const built = readdirSync(join(import.meta.dirname, '../../build/client/_app/immutable/seldom'));
	const isOne = (file: string) => names.some((name) => file.startsWith(`${name}.`));
	const wanted = built.filter((file) => isOne(file) && /\.(js|css)$/.test(file));
	const missing = () =>
		page.evaluate(async (files) => {
			const kept = (await (await caches.open('seldom')).keys()).map(({ url }) => url);
			return files.filter((file) => !kept.some((url) => url.endsWith(file)));
		}, wanted);
	return expect.poll(missing, look).toEqual([]);
}

/** Waits until what reads codes is on the phone; this browser has none of its own. */
export const untilHasReader = (page: Page): Promise<void> => untilHas(page, ['reader']);

/** What the app's own decoder reads in a picture of a screen. */
export async function readPicture(picture: Buffer): Promise<string> {
	const { data, info } = await sharp(picture)
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return jsqr(new Uint8ClampedArray(data), info.width, info.height)?.data ?? '';
}

/** The envelopes that wait on a phone. */
export function waitingOn(page: Page) {
	return page.evaluate(async () => {
		const opened = indexedDB.open('plaza');
		await new Promise((done) => (opened.onsuccess = done));
		const all = opened.result.transaction('outbox').objectStore('outbox').getAll();
		await new Promise((done) => (all.onsuccess = done));
		opened.result.close();
		type Waiting = {
			envelope: {
				kind: string;
				lang: string;
				session?: string;
				person?: string;
				body: Record<string, unknown>;
			};
		};
		return (all.result as Waiting[]).map(({ envelope }) => envelope);
	});
}
