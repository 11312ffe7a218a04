/** What staff, trainers and phones of a lab do before a session, and what can be looked up on a phone in it. */
import { expect, type Page } from '@playwright/test';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { wordsOf } from './people.ts';

const look = { timeout: 30_000 };

/** Staff who are signed in open a lab, add its trainer and invite her. Gives the link. */
export async function inviteTrainer(
	staff: Page,
	origin: string,
	{ lab, name }: { lab: string; name: string },
	lang = 'es'
): Promise<string> {
	await staff.goto(`${origin}/staff/labs`);
	await staff.locator('#lab [name=name]').fill(lab);
	await staff.locator('#lab button').first().click();
	await staff.goto(`${origin}/staff/trainers`);
	await staff.locator('form [name=name]').fill(name);
	await staff.getByRole('checkbox', { name: lab }).check();
	await staff.locator('form:has([name=labs]) button').first().click();
	if (/trainers$/.test(staff.url())) await staff.getByRole('link', { name }).click();
	await staff.locator('form[action$="?/invite"] [name=lang]').selectOption(lang);
	await staff.locator('form[action$="?/invite"] button').click();
	return staff.locator('#link').inputValue();
}

/** She opens the link, chooses a PIN, and everything of hers comes to the device, a reader of codes too. */
export async function enrolTrainer(
	page: Page,
	invitation: string,
	pin: string,
	lang = 'es'
): Promise<void> {
	await page.goto(invitation);
	await page.locator('main .action').click();
	await page.locator('main .action').click();
	await page.locator('#pin').fill(pin);
	await page.locator('#again').fill(pin);
	await page.locator('main .action').click();
	const start = wordsOf(lang, 'trainer')('lead.start');
	await expect(page.getByRole('link', { name: start })).toBeVisible();
	await untilHas(page, `/${lang}/trainer/session`, `${lang}.trainer`);
	await untilHasReader(page);
}

/** Waits until a page and the words for it are on the phone. */
export function untilHas(page: Page, path: string, words: string): Promise<void> {
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
export function untilHasReader(page: Page): Promise<void> {
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
		type Waiting = { envelope: { kind: string; session?: string; person?: string } };
		return (all.result as Waiting[]).map(({ envelope }) => envelope);
	});
}
