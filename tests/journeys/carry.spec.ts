/** Messages reach the city without internet: by codes that a real camera reads, or by a file, and what arrived comes back. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import {
	browserWithCamera,
	browserWithoutPermission,
	noteCameras,
	photograph,
	pointCamera
} from './camera.ts';
import {
	codesOn,
	giveFile,
	knowsCity,
	openScreen,
	scan,
	tell,
	withInternet,
	withoutInternet
} from './carry-people.ts';
import { CityServer } from './city-server.ts';
import {
	setUpCity,
	staffAccount,
	tapTryNow,
	tellNeed,
	untilKept,
	watchBehaviour,
	wordsOf
} from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-camera-'));
const video = join(folder, 'camera.y4m');
/** How long a camera may take to find a code. */
const look = { timeout: 60_000 };
const t = wordsOf('es');

let city: CityServer;
let seeing: Browser;
let blind: Browser;
let contexts: BrowserContext[] = [];
let faults: string[] = [];

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const page = await (await browser.newContext()).newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
	seeing = await browserWithCamera(video);
	blind = await browserWithoutPermission();
});

test.afterEach(async () => {
	for (const context of contexts) await context.close();
	contexts = [];
	expect(faults).toEqual([]);
	faults = [];
});

test.afterAll(async () => {
	await seeing.close();
	await blind.close();
	await city.remove();
	rmSync(folder, { recursive: true });
});

/** A phone that was at the city's page once, with internet; every camera that it opens is noted. */
async function aPhone(browser: Browser, path = '/es'): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 360, height: 640 },
		deviceScaleFactor: 2,
		acceptDownloads: true
	});
	contexts.push(context);
	faults = watchBehaviour(context);
	await noteCameras(context);
	const page = await context.newPage();
	await page.goto(city.url + path);
	await untilKept(page, 'es');
	await expect.poll(() => knowsCity(page)).toBe(true);
	return page;
}

test('one code brings a message from phone to phone to the city, and another brings back that it arrived', async () => {
	// the reader of codes came along when they looked at the page with internet
	const citizen = await aPhone(seeing, '/es/carry');
	const trainer = await aPhone(seeing, '/es/carry');
	const fetched = await trainer.evaluate(
		() =>
			performance.getEntriesByType('resource').filter(({ name }) => name.includes('/seldom/'))
				.length
	);
	expect(fetched).toBe(1);
	await withoutInternet(citizen, trainer);
	await tell(citizen, 'Falta una rampa en la biblioteca.');
	await citizen.goto(`${city.url}/es/needs`);
	await citizen.getByRole('link', { name: t('carry.title') }).click();
	await citizen.getByRole('link', { name: t('carry.give') }).click();
	await expect(citizen.getByText('1 mensaje va en el código')).toBeVisible();
	const box = await citizen.locator('.code').boundingBox();
	expect(box?.width).toBe(360);
	expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(640);
	await pointCamera(video, await codesOn(citizen, 'give'));

	await openScreen(trainer, city.url, 'take');
	await scan(trainer, 'take');
	await expect(trainer.getByText('1 mensaje está ahora en este teléfono')).toBeVisible(look);
	await expect(trainer.getByText(t('carry.carried.waits'))).toBeVisible();
	expect(await trainer.evaluate('opened.map(({ readyState }) => readyState)')).toEqual(['ended']);

	await withInternet(trainer);
	await tapTryNow(trainer, 'es');
	await expect(trainer.getByText(t('carry.carried.arrived'))).toBeVisible();
	await withoutInternet(trainer);
	await trainer.getByRole('link', { name: t('carry.bring') }).click();
	await pointCamera(video, await codesOn(trainer, 'bring'));
	await openScreen(citizen, city.url, 'arrived');
	await scan(citizen, 'arrived');
	await expect(citizen.getByText('1 mensaje llegó a la ciudad')).toBeVisible(look);
	await citizen
		.getByRole('link', { name: t('shell.messages') })
		.last()
		.click();
	await expect(citizen.locator('main li')).toContainText(t('messages.track.sent'));

	await trainer.getByRole('button', { name: t('carry.dismiss') }).click();
	await expect(trainer.getByText(t('carry.bringNothing'))).toBeVisible();
});

test('a loop of codes is read in any order, also when the camera was closed in between', async () => {
	const citizen = await aPhone(seeing);
	const trainer = await aPhone(seeing, '/es/carry');
	await withoutInternet(citizen, trainer);
	for (const words of ['uno', 'dos', 'tres']) await tell(citizen, `${words} `.repeat(70));
	await openScreen(citizen, city.url, 'give');
	const pictures = await codesOn(citizen, 'give');
	expect(pictures.length).toBeGreaterThan(3);
	const [first, ...others] = pictures as [Buffer, ...Buffer[]];
	await pointCamera(video, [others[1] ?? first, first]);
	await openScreen(trainer, city.url, 'take');
	await scan(trainer, 'take');
	await expect(trainer.getByText(`2 de ${pictures.length} códigos leídos`)).toBeVisible(look);
	// the phone is laid down: the camera stops, and what was read stays
	await trainer.evaluate(() => {
		Object.defineProperty(document, 'hidden', { value: true, configurable: true });
		document.dispatchEvent(new Event('visibilitychange'));
	});
	await expect
		.poll(() => trainer.evaluate('opened.map(({ readyState }) => readyState)'))
		.toEqual(['ended']);
	await pointCamera(video, others.reverse());
	await trainer.evaluate(() => {
		Object.defineProperty(document, 'hidden', { value: false, configurable: true });
		document.dispatchEvent(new Event('visibilitychange'));
	});
	await expect(trainer.getByText('3 mensajes están ahora en este teléfono')).toBeVisible(look);
	await withInternet(trainer);
	await tapTryNow(trainer, 'es');
	await expect(trainer.getByText(t('carry.carried.arrived'))).toHaveCount(3);
});

test('where the camera is refused, a photo of the code or the file does it in the same place', async () => {
	const citizen = await aPhone(blind);
	const trainer = await aPhone(blind, '/es/carry');
	await withoutInternet(citizen, trainer);
	await tell(citizen, 'No hay internet en la biblioteca.');
	await openScreen(citizen, city.url, 'give');
	const [picture] = await codesOn(citizen, 'give');
	const file = join(folder, 'given.plaza');
	expect(await giveFile(citizen, city.url, file)).toMatch(/^plaza-\d{4}-\d\d-\d\d\.plaza$/);
	expect(readFileSync(file, 'utf8')).not.toContain('biblioteca');

	await openScreen(trainer, city.url, 'take');
	await scan(trainer, 'take');
	await expect(trainer.getByText(t('scan.refused'))).toBeVisible();
	const photo = { name: 'code.png', mimeType: 'image/png', buffer: picture ?? Buffer.alloc(0) };
	const blank = await photograph(trainer.locator('#take h1'));
	await trainer.locator('#take input[capture]').setInputFiles({ ...photo, buffer: blank });
	await expect(trainer.getByText(t('scan.noCode'))).toBeVisible();
	await trainer.locator('#take input[capture]').setInputFiles(photo);
	await expect(trainer.getByText('1 mensaje está ahora en este teléfono')).toBeVisible();
	await trainer.locator('#take input[type=file]').setInputFiles(file);
	await expect(trainer.getByText('1 mensaje ya estaba aquí')).toBeVisible();
	const half = join(folder, 'half.plaza');
	writeFileSync(half, readFileSync(file).subarray(0, 600));
	await trainer.locator('#take input[type=file]').setInputFiles(half);
	await expect(trainer.getByText(t('carry.problems.truncated'))).toBeVisible();
	await withInternet(trainer);
	await tapTryNow(trainer, 'es');
	await expect(trainer.getByText(t('carry.carried.arrived'))).toBeVisible();
});

test('a USB stick brings a file to a computer of the city, without scripts, and what arrived home', async ({
	browser
}) => {
	const citizen = await aPhone(blind);
	await withoutInternet(citizen);
	await tell(citizen, 'La parada del autobús no tiene sombra.');
	const file = join(folder, 'stick.plaza');
	await giveFile(citizen, city.url, file);

	const office = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true });
	contexts.push(office);
	const desk = await office.newPage();
	await desk.goto(`${city.url}/es/carry`);
	await expect(desk.getByText(t('carry.give'))).toBeHidden();
	const wrong = join(folder, 'wrong.plaza');
	writeFileSync(wrong, 'a shopping list\n');
	const bring = async (path: string) => {
		await desk.getByLabel(t('carry.computer.label')).setInputFiles(path);
		await desk.getByRole('button', { name: t('carry.computer.send') }).click();
	};
	await bring(wrong);
	await expect(desk.getByText(t('carry.problems.not-carry'))).toBeVisible();
	await bring(file);
	await expect(desk.getByRole('heading', { level: 1 })).toHaveText(t('carry.computer.done'));
	await expect(desk.locator('main ol li')).toHaveText(/Llegó a la ciudad/);
	const [results] = await Promise.all([
		desk.waitForEvent('download'),
		desk.getByRole('link', { name: t('carry.computer.results') }).click()
	]);
	expect(results.suggestedFilename()).toMatch(/^plaza-results.*\.plaza$/);
	const back = join(folder, 'results.plaza');
	await results.saveAs(back);

	await openScreen(citizen, city.url, 'arrived');
	await citizen.locator('#arrived input[type=file]').setInputFiles(back);
	await expect(citizen.getByText('1 mensaje llegó a la ciudad')).toBeVisible();
	const staff = await (await browser.newContext()).newPage();
	await staff.goto(`${city.url}/staff/sign-in`);
	await staff.locator('[name=email]').fill(staffAccount.email);
	await staff.locator('[name=password]').fill(staffAccount.password);
	await staff.locator('form:has([name=password]) button').first().click();
	await expect(staff.locator('main table')).toContainText('La parada del autobús no tiene sombra.');
	await staff.context().close();
});

test('a receipt code is scanned where a message is looked for', async () => {
	const citizen = await aPhone(seeing);
	await tellNeed(citizen, 'es', 'Quiero aprender a pagar en línea.');
	await expect(citizen.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	await pointCamera(video, [await photograph(citizen.locator('.code .picture'))]);
	const other = await aPhone(seeing);
	await other.goto(`${city.url}/es/needs/find`);
	await other.getByRole('button', { name: t('scan.scan') }).click();
	await expect(other.getByRole('heading', { level: 1 })).toHaveText(t('find.found'), look);
	await expect(
		other.getByRole('listitem').filter({ hasText: t('messages.track.sent') })
	).toHaveAttribute('aria-current', 'step');
	expect(await other.evaluate('opened.map(({ readyState }) => readyState)')).toEqual(['ended']);
});
