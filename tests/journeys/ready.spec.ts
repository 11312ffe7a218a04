/**
 * Getting ready: everything for a planned session comes by one tap, is proved without internet, and stays on its version
 * until the trainer wants the new one.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { makeId } from '../../src/lib/domain/id.ts';
import { writeRoomCode } from '../../src/lib/domain/room-code.ts';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { enrolTrainer, inviteTrainer, labName, pin } from './lab-people.ts';
import { newBuild } from './new-build.ts';
import { planSession, setUpCity, untilKept, watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es', 'trainer');
const shell = wordsOf('es');
const atLab = wordsOf('es', 'lab');
const look = { timeout: 30_000 };
/** Everything of a session is made, brought and proved: on a busy machine the city takes its time. */
const bring = { timeout: 120_000 };

let city: CityServer;
let invitation = '';

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const staff = await browser.newPage();
	await setUpCity(staff, founded.setupLink);
	await planSession(staff, city.url, labName);
	invitation = await inviteTrainer(staff, city.url);
	await staff.close();
});

test.afterAll(() => city.remove());

/** A trainer's phone on which her part is open. */
async function aTrainer(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	await enrolTrainer(page, invitation);
	await page.getByRole('link', { name: t('ready.title') }).click();
	return page;
}

/** A phone that has joined a session which runs now, and is in the middle of a lesson. */
async function aLearner(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	const now = Date.now();
	const id = makeId(now, new Uint8Array(randomBytes(10)));
	const session = { id, lab: randomUUID(), labName, endsAt: now + 3_600_000 };
	const about = { modules: ['scam-messages'], languages: ['es' as const], root: '' };
	await page.goto(writeRoomCode(city.url, 'es', { ...session, ...about }));
	await page.getByRole('button', { name: atLab('session.join') }).click();
	await expect(page.getByRole('heading', { name: atLab('session.joined') })).toBeVisible();
	await page.goto(`${city.url}/es/learn/scam-messages/parcel-fee`);
	return page;
}

interface Prepared {
	build: string;
	files: { cache: string; url: string; part: string }[];
}

const preparedOn = (page: Page) =>
	page.evaluate(async () => {
		const kept = await (await caches.open('prepared')).match('/prepared');
		return (await kept?.json()) as Prepared;
	});

/** Which version's pages lie here, and does another one wait? */
const versionsOn = (page: Page) =>
	page.evaluate(async () => {
		const { waiting, installing } = await navigator.serviceWorker.ready;
		const names = (await caches.keys()).filter((name) => name.startsWith('pages '));
		const builds = [...new Set(names.map((name) => name.split(' ')[1]))];
		return { builds, other: Boolean(waiting ?? installing) };
	});

const button = (page: Page, key: string) => page.getByRole('button', { name: t(key) });
const green = (page: Page) => page.getByText(t('ready.ready'), { exact: true });

test('A trainer gets ready by one tap; the proof holds without internet, sees what was deleted, and no new version touches it', async ({
	browser
}) => {
	test.setTimeout(300_000);
	const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
	const faults = watchBehaviour(context);
	const page = await aTrainer(context);
	await expect(page.getByRole('radio').first()).toBeChecked(look);
	await expect(page.getByText(/\d\s*(kB|MB)/).first()).toBeVisible(look);
	await expectFitting(page);
	await expectNothingFound(page);
	await button(page, 'ready.bring').click();
	await expect(green(page)).toBeVisible(bring);
	await expectFitting(page);
	await expectNothingFound(page);
	const { build, files } = await preparedOn(page);
	const learning = await browser.newContext({ viewport: { width: 360, height: 640 } });
	const learner = await aLearner(learning);

	await city.stop();
	await page.reload();
	await expect(green(page)).toBeVisible(look);
	const own = files.filter(({ url, part }) => {
		const isPage = /^\/es(\/|$)/.test(url);
		const isOtherGuide = /\/guide\//.test(url) && !url.includes('scam-messages');
		return isPage && !isOtherGuide && ['trainer', 'start', 'scam-messages'].includes(part);
	});
	expect(own.length).toBeGreaterThan(8);
	for (const { url } of own) {
		await page.goto(city.url + url);
		await expect(page.getByRole('heading', { level: 1 }).first(), url).toBeVisible();
		await expect(page.getByText(shell('notHere.title'))).toHaveCount(0);
	}

	// the browser makes room
	const lost = own.find(({ part }) => part === 'scam-messages');
	await page.evaluate(
		async ({ cache, url }) => {
			await (await caches.open(cache)).delete(url);
		},
		lost as Prepared['files'][number]
	);
	await page.goto(`${city.url}/es/trainer/ready`);
	await expect(page.getByText(t('ready.missing'))).toBeVisible(look);
	await expect(page.locator('main li')).toHaveText([/^Español/]);
	await city.start();
	await button(page, 'ready.bringBack').click();
	await expect(green(page)).toBeVisible(look);

	const next = newBuild();
	await city.stop();
	await city.start(next.checkout);
	try {
		await page.reload();
		await expect(page.getByText(t('ready.news'))).toBeVisible(look);
		await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
		await expect.poll(() => versionsOn(page)).toEqual({ builds: [build], other: false });
		// nor on the phone of somebody who has joined, in the middle of her lesson
		await learner.evaluate(async () => (await navigator.serviceWorker.ready).update());
		await expect.poll(() => versionsOn(learner)).toEqual({ builds: [build], other: false });
		await expect(learner.getByRole('button', { name: shell('shell.useNewVersion') })).toHaveCount(
			0
		);
		await page.close();
		const again = await context.newPage();
		await again.goto(`${city.url}/es/trainer`);
		await again.locator('#pin').fill(pin);
		await button(again, 'trainer.pin.open').click();
		await again.getByRole('link', { name: t('ready.title') }).click();
		await expect(green(again)).toBeVisible(look);
		await expect(again.getByRole('button', { name: shell('shell.useNewVersion') })).toHaveCount(0);
		expect((await preparedOn(again)).build).toBe(build);

		await button(again, 'ready.take').click();
		await expect(again.getByText(t('ready.trouble.newer'))).toBeVisible(look);
		await button(again, 'ready.bring').click();
		await expect(green(again)).toBeVisible(bring);
		expect((await preparedOn(again)).build).toBe(`${build}1`);
	} finally {
		await city.stop();
		next.remove();
		await city.start();
	}
	expect(faults).toEqual([]);
	await learning.close();
	await context.close();
});
