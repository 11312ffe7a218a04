/** A phone that dies: whatever it was doing, all that was saved arrives once, and what was only begun is still begun. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { expectAllOnce, needsAt } from './city-on-line.ts';
import { test } from './fault-test.ts';
import { aLargePhoto } from './large-photo.ts';
import { memoryOf, type Phone } from './phone-in-browser.ts';
import { tapAndStop } from './stop-at-step.ts';
import { prepare, tell } from './tell.ts';

const words = 'El autobús no para aquí.';

const send = (page: Page, step = 0) => tapAndStop(page, '#check .thumb .action', step);

/** Either all of it is told, or all of it is still begun. Says whether it is told. */
async function isTold(page: Page, origin: string, told: number, photos: number): Promise<boolean> {
	await page.goto(`${origin}/es/needs`);
	const { needs, drafts, media } = await memoryOf(page);
	const isNow = needs.length > told;
	expect(needs).toHaveLength(told + (isNow ? 1 : 0));
	expect(drafts.map((draft) => draft.words)).toEqual(isNow ? [] : [words]);
	expect(media.filter(({ owner }) => (owner === 'draft') !== isNow)).toHaveLength(photos);
	await expect(page.locator('main a.card')).toHaveCount(needs.length);
	return isNow;
}

test('F14: the page dies at each step of saving: the need is there whole, or still begun, never half', async ({
	lab,
	phone
}) => {
	const origin = lab.line.url;
	await prepare(phone.page, origin, words, await aLargePhoto());
	let step = 1;
	for (; step < 60; step++) {
		await phone.page.goto(`${origin}/es/needs/new#check`);
		await expect(phone.page.locator('#check .said')).toHaveText(words);
		await send(phone.page, step);
		await phone.losePages();
		if (await isTold(phone.page, origin, 0, 1)) break;
	}
	// before the last of them all was only begun
	expect(step).toBeGreaterThan(5);
	await expectAllOnce(phone.page, lab);
});

const deaths: [string, (phone: Phone) => Promise<void>][] = [
	['F14: the tab is closed', (phone) => phone.closePage()],
	['F16: the whole browser is killed', (phone) => phone.die().then(phone.open)]
];

for (const [name, die] of deaths) {
	test(`${name} moments after the tap that saves: told, or still begun`, async ({ lab, phone }) => {
		const origin = lab.line.url;
		let told = 0;
		for (const moment of [0, 10, 40]) {
			await prepare(phone.page, origin, words);
			await send(phone.page);
			await pause(moment);
			await die(phone);
			if (await isTold(phone.page, origin, told, 0)) told++;
		}
		await expectAllOnce(phone.page, lab);
	});
}

const uploadDeaths: [string, (phone: Phone) => Promise<void>][] = [
	['F15: the tab is closed', (phone) => phone.closePage()],
	['F15: pages and worker are killed', (phone) => phone.losePages()],
	['F16: the whole browser is killed', (phone) => phone.die().then(phone.open)]
];

for (const [name, die] of uploadDeaths) {
	test(`${name} while words and a photo go out, before and after the city has them: each arrives once`, async ({
		lab,
		phone
	}) => {
		const { line, city } = lab;
		await phone.forbidBackgroundSync();
		const photo = await aLargePhoto();
		line.always('cut-before-city');
		await tell(phone.page, line.url, words, photo);
		const goOut = async (what: RegExp, ...faults: ('silence' | 'silence-after-answer')[]) => {
			for (const fault of faults) {
				line.heal();
				line.aim(what);
				line.plan(fault);
				await phone.page.goto(`${line.url}/es/needs`);
				const held = () => line.asked.some(({ method, path }) => what.test(`${method} ${path}`));
				await expect.poll(held).toBe(true);
				if (fault === 'silence-after-answer') await expect.poll(() => line.held).toBe(1);
				await die(phone);
			}
		};
		await goOut(/^POST \/api\/sync/, 'silence', 'silence-after-answer');
		expect(await needsAt(city)).toHaveLength(lab.before.length + 1);
		await goOut(/^PUT \/api\/media/, 'silence', 'silence-after-answer');
		line.heal();
		await phone.page.goto(`${line.url}/es/needs`);
		await expectAllOnce(phone.page, lab);
		// it went on where it had been, not from the beginning
		const pieces = line.asked.filter(({ method }) => method === 'PUT');
		expect(pieces.length).toBeGreaterThan(0);
		expect(pieces.map(({ path }) => path)).not.toContainEqual(expect.stringMatching(/offset=0$/));
	});
}

test('F15: the worker is stopped while it sends with no page open: the next page sends, and it arrives once', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	line.always('cut-before-city');
	await tell(phone.page, line.url, words);
	await phone.page.goto('about:blank');
	const browser = await phone.context.newCDPSession(phone.page);
	const known = new Promise<string>((done) => {
		browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			for (const { registrationId } of registrations) done(registrationId);
		});
	});
	await browser.send('ServiceWorker.enable');
	const wakeWorker = async () =>
		browser.send('ServiceWorker.dispatchSyncEvent', {
			origin: line.url,
			registrationId: await known,
			tag: 'outbox',
			lastChance: false
		});
	for (const fault of ['silence', 'silence-after-answer'] as const) {
		line.heal();
		line.aim(/^POST \/api\/sync/);
		line.plan(fault);
		// a wake that comes while the worker is still sending is not needed, and does nothing
		await expect
			.poll(async () => {
				if (line.held === 0) await wakeWorker();
				return line.held;
			})
			.toBe(1);
		await browser.send('ServiceWorker.stopAllWorkers');
		await expect.poll(() => line.held).toBe(0);
	}
	expect(await needsAt(lab.city)).toHaveLength(lab.before.length + 1);
	await phone.page.goto(`${line.url}/es/needs`);
	await expectAllOnce(phone.page, lab);
});
