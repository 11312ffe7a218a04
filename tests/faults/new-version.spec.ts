/** A new Plaza comes, well or badly: what waits and what is being told stays, and nothing happens without the person. */
import { expect, type Page } from '@playwright/test';
import { newBuild } from '../journeys/new-build.ts';
import { mediaOn } from '../journeys/phone-memory.ts';
import { wordsOf } from '../journeys/people.ts';
import { openWords } from '../journeys/voice-people.ts';
import type { ChaosProxy, Fault } from './chaos-proxy.ts';
import { expectAllOnce, type CityOnLine } from './city-on-line.ts';
import { test } from './fault-test.ts';
import { memoryOf } from './phone-in-browser.ts';
import { tell } from './tell.ts';

const t = wordsOf('es');
const isApi = /^\w+ \/api\/(sync|media)/;

test.use({
	switches: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
});

/** The city runs the next Plaza until the work is done. */
async function withNewBuild({ city }: CityOnLine, work: () => Promise<void>): Promise<void> {
	const build = newBuild();
	await city.stop();
	await city.start(build.checkout);
	try {
		await work();
	} finally {
		await city.stop();
		build.remove();
		await city.start();
	}
}

/** A message that waits: its way to the city is cut, Plaza's pages and files come. */
async function tellWithoutCity(line: ChaosProxy, page: Page): Promise<void> {
	line.aim(isApi);
	line.always('cut-before-city');
	await tell(page, line.url, 'Esto espera.');
}

/** Asks for a new worker. Says whether the browser could take it in. */
const update = (page: Page) =>
	page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		const coming = await registration.update().then(
			() => registration.installing,
			() => null
		);
		if (!coming) return Boolean(registration.waiting);
		return new Promise<boolean>((done) => {
			coming.onstatechange = () => {
				if (coming.state === 'installed') done(true);
				if (coming.state === 'redundant') done(false);
			};
		});
	});

/** How often pages are opened from now on. */
function openings(page: Page): { count: number } {
	const seen = { count: 0 };
	page.on('domcontentloaded', () => seen.count++);
	return seen;
}

test('F22: a new version comes while a message waits and she speaks: nothing moves until she agrees, and nothing is lost', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	const { page } = phone;
	await tellWithoutCity(line, page);
	await openWords(page, line.url, 'es');
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.locator('.heard')).toContainText('0:03');
	const opened = openings(page);
	await withNewBuild(lab, async () => {
		expect(await update(page)).toBe(true);
		const offer = page.getByRole('button', { name: t('shell.useNewVersion') });
		await expect(offer).toBeVisible();
		// she goes on speaking
		const before = (await mediaOn(page)).find(({ owner }) => owner === 'draft')?.bytes.length ?? 0;
		const length = async () =>
			(await mediaOn(page)).find(({ owner }) => owner === 'draft')?.bytes.length ?? 0;
		await expect.poll(length).toBeGreaterThan(before);
		await expect(page.getByRole('button', { name: t('voice.stop') })).toBeVisible();
		expect(opened.count).toBe(0);
		expect((await memoryOf(page)).outbox).toHaveLength(1);

		await offer.click();
		await expect.poll(() => opened.count).toBe(1);
		await expect(page.locator('#words .player')).toBeVisible();
		const kept = (await mediaOn(page)).find(({ owner }) => owner === 'draft');
		expect(kept?.bytes.length).toBeGreaterThan(before);
		line.heal();
		await page.goto(`${line.url}/es/needs`);
		await expectAllOnce(page, lab);
	});
});

/** The browser lets the worker send, as it does by itself when there is internet again. */
async function letWorkerSend(page: Page): Promise<void> {
	const chromium = await page.context().newCDPSession(page);
	const registered = new Promise<string>((done) =>
		chromium.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			for (const { registrationId } of registrations) done(registrationId);
		})
	);
	await chromium.send('ServiceWorker.enable');
	const { origin } = new URL(page.url());
	const registrationId = await registered;
	const wake = { origin, registrationId, tag: 'outbox', lastChance: false };
	await chromium.send('ServiceWorker.dispatchSyncEvent', wake);
	await chromium.detach();
}

for (const [what, path] of [
	['pages', /^GET \/api\/packs/],
	['the city’s answer to what was told', /^POST \/api\/sync/]
] as const) {
	test(`F22: she agrees while the old version waits for ${what} that never come: the new one takes over at once`, async ({
		lab,
		phone
	}) => {
		const { line } = lab;
		const { page } = phone;
		await tellWithoutCity(line, page);
		await withNewBuild(lab, async () => {
			expect(await update(page)).toBe(true);
			await page.goto(`${line.url}/about-nothing.txt`);
			line.aim(path);
			line.always('silence');
			await letWorkerSend(page);
			await page.goto(`${line.url}/es/learn`);
			await expect.poll(() => line.held).toBeGreaterThan(0);
			const opened = openings(page);
			await page.getByRole('button', { name: t('shell.useNewVersion') }).click();
			await expect.poll(() => opened.count).toBe(1);
			line.heal();
			await page.goto(`${line.url}/es/needs`);
			await expectAllOnce(page, lab);
		});
	});
}

test('F23: a new version of which one page or file does not come stays away, and comes whole the next time', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	const { page } = phone;
	await tellWithoutCity(line, page);
	await withNewBuild(lab, async () => {
		const opened = openings(page);
		for (const [file, fault] of [
			[/^GET \/api\/packs\/es\/pages/, { status: 500 }],
			[/^GET \/drawings\.svg/, { status: 404 }],
			[/^GET \/api\/packs\/es(\?|$)/, 'captive-portal']
		] as [RegExp, Fault][]) {
			line.aim(file);
			line.always(fault);
			expect(await update(page), String(file)).toBe(false);
		}
		expect(opened.count).toBe(0);
		// the old one goes on, from the phone alone
		line.aim(/./);
		line.always('cut-before-city');
		await page.goto(`${line.url}/es/learn`);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await page.goto(`${line.url}/es/needs`);
		await expect(page.locator('main a.card')).toHaveCount(1);
		await expect(page.getByRole('button', { name: t('shell.useNewVersion') })).toBeHidden();

		line.heal();
		expect(await update(page)).toBe(true);
		await expect(page.getByRole('button', { name: t('shell.useNewVersion') })).toBeVisible();
		expect(opened.count).toBe(2);
		await expectAllOnce(page, lab);
	});
});

const badWorkers: Record<string, Fault> = {
	'a page': { status: 200, body: '<h1>Not found</h1>' },
	missing: { status: 404 },
	'of another type': {
		status: 200,
		headers: { 'content-type': 'text/plain' },
		body: 'console.log(1)'
	},
	'broken in the middle': {
		status: 200,
		headers: { 'content-type': 'text/javascript' },
		body: 'self.addEventListener('
	}
};

test('F24: a worker’s file that is a page, missing, of another type or broken: the former worker stays, and all that waits', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	const { page } = phone;
	await tellWithoutCity(line, page);
	const opened = openings(page);
	for (const bad of Object.values(badWorkers)) {
		line.aim(/^GET \/service-worker\.js/);
		line.always(bad);
		expect(await update(page)).toBe(false);
	}
	expect(opened.count).toBe(0);
	line.aim(/./);
	line.always('cut-before-city');
	await page.goto(`${line.url}/es/needs`);
	await expect(page.locator('main a.card')).toHaveCount(1);
	line.heal();
	await page.reload();
	await expectAllOnce(page, lab);
});

test('F24: a phone that never got a whole worker still tells, and goes on where it was', async ({
	lab,
	browser
}) => {
	const { line } = lab;
	for (const bad of Object.values(badWorkers)) {
		const context = await browser.newContext();
		const page = await context.newPage();
		line.heal();
		line.aim(/^GET \/service-worker\.js/);
		line.always(bad);
		await page.goto(`${line.url}/es`);
		await tell(page, line.url, 'Sin trabajador.');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
		await context.close();
	}
});
