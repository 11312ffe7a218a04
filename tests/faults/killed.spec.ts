/** A phone that dies: whatever it was doing, all that was saved arrives once, and what was only begun is still begun. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { mediaOn } from '../journeys/phone-memory.ts';
import { untilKept } from '../journeys/people.ts';
import { atCity, checkNeed, openWords } from '../journeys/voice-people.ts';
import { cityOnLine, expectAllOnce, needsAt, type CityOnLine } from './city-on-line.ts';
import { aLargePhoto } from './large-photo.ts';
import { memoryOf, newPhone, type Phone } from './phone-in-browser.ts';

let lab: CityOnLine;
let phone: Phone;

test.beforeAll(async ({ browser }) => {
	lab = await cityOnLine(browser);
});
test.beforeEach(async ({ launchOptions }) => {
	phone = await newPhone(launchOptions);
	await phone.page.goto(`${lab.line.url}/es`);
	await untilKept(phone.page, 'es');
});
test.afterEach(async () => {
	lab.line.plan();
	await phone.remove();
});
test.afterAll(() => lab.remove());

const isSync = /^POST \/api\/sync/;
const isPiece = /^PUT \/api\/media/;

/** Tells a need up to the tap that sends it. */
async function tell(page: Page, words: string, photo?: Buffer): Promise<void> {
	await openWords(page, lab.line.url, 'es');
	await page.getByRole('textbox').fill(words);
	if (photo) {
		const file = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo };
		await page.locator('#words input[type=file][multiple]').setInputFiles(file);
		await expect(page.locator('.thumbs li')).toHaveCount(1);
	}
	await checkNeed(page);
	await expect.poll(async () => (await memoryOf(page)).drafts[0]?.words).toBe(words);
}

/** Taps, and does not wait for what comes of it. */
const send = (page: Page) =>
	page.evaluate(() => {
		const button = document.querySelector<HTMLElement>('#check .thumb .action');
		setTimeout(() => button?.click());
	});

/** Either all of it is told, or all of it is still begun. Says whether it is told. */
async function isTold(page: Page, words: string, told: number, photos: number): Promise<boolean> {
	await page.goto(`${lab.line.url}/es/needs`);
	const { needs, drafts, media } = await memoryOf(page);
	const isNow = needs.length > told;
	expect(needs).toHaveLength(told + (isNow ? 1 : 0));
	expect(drafts.map((draft) => draft.words)).toEqual(isNow ? [] : [words]);
	const owners = media.filter(({ owner }) => (owner === 'draft') !== isNow);
	expect(owners).toHaveLength(photos);
	await expect(page.locator('main a.card')).toHaveCount(needs.length);
	return isNow;
}

/** Sends, and stops for ever before the n-th step into the phone's memory from then on, and says so. */
async function sendAndStop(page: Page, n: number): Promise<void> {
	const stopped = page.waitForEvent('console', (each) => each.text() === 'stopped');
	await page.evaluate((n) => {
		let left = n;
		const steps = ['add', 'put', 'get', 'getAll', 'delete', 'openCursor', 'count'];
		for (const proto of [IDBObjectStore.prototype, IDBIndex.prototype]) {
			const methods = proto as unknown as Record<string, (...args: unknown[]) => unknown>;
			for (const name of steps) {
				const own = methods[name];
				if (!own) continue;
				methods[name] = function (...args) {
					if (--left === 0) {
						console.log('stopped');
						for (;;);
					}
					return own.apply(this, args);
				};
			}
		}
		const button = document.querySelector<HTMLElement>('#check .thumb .action');
		setTimeout(() => button?.click());
	}, n);
	await stopped;
}

test('F14: the page dies at each step of saving: the need is there whole, or still begun, never half', async () => {
	const words = 'El autobús no para aquí.';
	await tell(phone.page, words, await aLargePhoto());
	test.setTimeout(60_000);
	let step = 1;
	for (; step < 60; step++) {
		await phone.page.goto(`${lab.line.url}/es/needs/new#check`);
		await expect(phone.page.locator('#check .said')).toHaveText(words);
		await sendAndStop(phone.page, step);
		await phone.losePages();
		if (await isTold(phone.page, words, 0, 1)) break;
	}
	// before the last of them all was begun
	expect(step).toBeGreaterThan(5);
	await expectAllOnce(phone.page, lab.city);
});
