/**
 * A trainer tells the city for others, without any network: of the group, for a person, from paper. Each has a slip; she
 * closes the session when she has seen what waits; later the city has all three, with how they were told.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { languageNames } from '../../src/lib/domain/language.ts';
import { browserWithCamera, photograph, pointCamera } from './camera.ts';
import type { CityServer } from './city-server.ts';
import { say } from './lab-needs.ts';
import { enrolTrainer, foundLab, readPicture, untilHas, waitingOn } from './lab-people.ts';
import { makeShared, watchBehaviour, wordsOf } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-together-'));
const video = join(folder, 'camera.y4m');
const look = { timeout: 30_000 };
const t = wordsOf('es');
const leads = wordsOf('es', 'trainer');
const arabic = wordsOf('ar', 'lab');
const says = wordsOf('es', 'staff');
const ramp = 'Queremos una rampa en la biblioteca.';
const classes = 'Busco clases de ordenador.';
const benches = 'Más bancos en la plaza.';

let city: CityServer;
let seeing: Browser;
let staff: Page;
let trainer: Page;
let faults: string[] = [];

test.beforeAll(async ({ browser }) => {
	const founded = await foundLab(browser);
	({ city, staff } = founded);
	seeing = await browserWithCamera(video);
	const context = await seeing.newContext({
		viewport: { width: 360, height: 640 },
		deviceScaleFactor: 2
	});
	faults = watchBehaviour(context);
	trainer = await context.newPage();
	await enrolTrainer(trainer, founded.invitation);
});

test.afterAll(async () => {
	await seeing.close();
	await city.remove();
	rmSync(folder, { recursive: true });
	expect(faults).toEqual([]);
});

const button = (name: string | RegExp) => trainer.getByRole('button', { name });
const filled = (key: string, many: number) => leads(key).replace('{{many, number}}', String(many));

const read = async (code: Locator) => readPicture(await photograph(code));

test('A group, a person and a form on paper tell the city together, and each can read the answer', async () => {
	// somebody asked in Arabic before, where there was internet
	await trainer.goto(`${city.url}/ar/session`);
	await untilHas(trainer, ['ar.lab', 'further']);
	await trainer.goto(`${city.url}/es/trainer/papers`);
	await trainer.locator('#many').fill('1');
	await city.stop();
	await button(leads('papers.make')).click();
	const form = await photograph(trainer.locator('[data-paper-code]'));
	const torn = await read(trainer.locator('.tear .picture'));
	expect(torn).toContain(`${city.url}/es/needs/find#`);

	await trainer.goto(`${city.url}/es/trainer/session`);
	await button(leads('lead.begin')).click();
	await button(leads('lead.add')).click();
	await trainer.getByLabel(leads('lead.nickname')).fill('Rosa');
	await button(leads('lead.addNow')).click();
	await trainer.getByRole('button', { name: t('shell.back') }).click();

	await trainer.getByRole('link', { name: leads('together.menu') }).click();
	await button(new RegExp(leads('together.group'))).click();
	await trainer.getByLabel(leads('together.people')).fill('12');
	await button(leads('trainer.join.next')).click();
	await expect(trainer.getByText(t('consent.slip'))).toBeVisible();
	await button(leads('together.yes')).click();
	await trainer.getByRole('radio', { name: t('topics.access'), exact: true }).check();
	// the battery dies: it is there again
	await trainer.goto(`${city.url}/es/trainer/session/tell`);
	await button(leads('lead.goOn')).click();
	await say(trainer, ramp);
	const slip = await read(trainer.locator('.code .picture'));
	expect(slip).toContain(`${city.url}/es/needs/find#`);
	await button(leads('together.handed')).click();
	await button(leads('together.next')).click();

	// Rosa is asked in her own language; another one is not on this device, and it says so
	await button(new RegExp(leads('together.behalf'))).click();
	await trainer.getByLabel(leads('together.language')).selectOption(languageNames.nl);
	await button('Rosa').click();
	await expect(trainer.getByText(leads('together.translate').split('}}: ')[1] ?? '')).toBeVisible();
	await expect(trainer.getByText(t('consent.slip'))).toBeVisible();
	await button(t('shell.back')).click();
	await button(new RegExp(leads('together.behalf'))).click();
	await trainer.getByLabel(leads('together.language')).selectOption(languageNames.ar);
	await button('Rosa').click();
	const asked = trainer.locator('[lang=ar][dir=rtl]');
	for (const key of ['person', 'words', 'reads', 'slip']) {
		await expect(asked).toContainText(arabic(`consent.${key}`));
	}
	await button(leads('together.yes')).click();
	await say(trainer, classes);
	await button(leads('together.next')).click();

	await pointCamera(video, [form]);
	await button(new RegExp(leads('together.paper'))).click();
	await trainer.getByLabel(leads('together.written')).fill('2026-10-30');
	await button(leads('trainer.join.next')).click();
	await button(leads('together.tickedYes')).click();
	await say(trainer, benches);
	await expect(trainer.getByText(leads('together.paperKept'))).toBeVisible();

	// each says in which language its consent was heard
	const needs = (await waitingOn(trainer)).filter(({ kind }) => kind === 'need');
	expect(needs.map(({ lang }) => lang).sort()).toEqual(['ar', 'es', 'es']);

	// on the wall stands what was let through, and nothing of the rest
	await trainer.getByRole('link', { name: leads('together.toSession') }).click();
	await trainer.getByRole('link', { name: leads('wall.title') }).click();
	for (const words of [ramp, benches]) await button(words).click();
	const chosen = trainer.locator('.notes li', { hasText: ramp });
	await chosen.getByRole('button', { name: leads('wall.show') }).click();
	await button(leads('wall.big')).click();
	const wall = trainer.locator('[data-big-screen]');
	await expect(wall).toContainText(ramp);
	for (const words of [benches, classes]) await expect(wall).not.toContainText(words);
	// nor does anything come after it
	await expect(button(leads('wall.nextOne'))).toHaveCount(0);
	await button(leads('lead.close')).click();
	await trainer.getByRole('link', { name: leads('lead.running') }).click();

	await button(leads('lead.end')).click();
	await expect(trainer.getByText(filled('closing.told', 3))).toBeVisible();
	await expect(trainer.getByText(filled('lead.waits', 5))).toBeVisible();
	await expect(trainer.getByText(filled('together.slipsLeft', 1))).toBeVisible();
	// the battery dies again: she is still closing it
	await trainer.goto(`${city.url}/es/trainer/session`);
	await button(leads('lead.endNow')).click();
	await expect(trainer.getByRole('heading', { level: 1 })).toHaveText(leads('lead.ended'));
	await trainer.goto(`${city.url}/es/trainer`);
	await expect(trainer.getByText(/Casa del Raval, .*5/)).toBeVisible();
	await trainer.getByRole('link', { name: new RegExp(leads('together.slips')) }).click();
	await expect(trainer.locator('[data-slip]')).toHaveCount(1);
	await button(leads('together.handed')).click();
	await expect(trainer.getByText(leads('together.allHanded'))).toBeVisible();

	await city.start();
	await trainer.goto(`${city.url}/es/trainer`);
	await expect
		.poll(async () => {
			await staff.goto(`${city.url}/staff`);
			return staff.locator('main table tbody tr').count();
		}, look)
		.toBe(3);
	await expect(trainer.getByText(/Casa del Raval, .*5/)).toHaveCount(0);
	for (const [how, words] of [
		['group', ramp],
		['behalf', classes],
		['paper', benches]
	] as const) {
		await staff.goto(`${city.url}/staff?told=${how}`);
		await staff.getByRole('link', { name: words }).click();
		await expect(staff.getByText(sayHow(how))).toBeVisible();
	}
	// whoever has a slip, or the part that was torn off, reads what becomes of it
	for (const code of [slip, torn]) {
		await staff.goto(code);
		await expect(staff.getByRole('heading', { level: 1 })).toHaveText(t('find.found'));
	}

	// on a tablet that others use too, “I am finished” asks before a photo goes that nobody has yet
	await makeShared(trainer, city.url, 'es');
	await trainer.goto(`${city.url}/es/trainer/session`);
	await button(leads('lead.begin')).click();
	await trainer.getByRole('link', { name: leads('together.menu') }).click();
	await button(new RegExp(leads('together.group'))).click();
	await trainer.getByLabel(leads('together.people')).fill('3');
	await button(leads('trainer.join.next')).click();
	await button(leads('together.yes')).click();
	await trainer.getByRole('radio', { name: t('topics.access'), exact: true }).check();
	await trainer.getByRole('link', { name: t('tell.topic.continue') }).click();
	await trainer
		.locator('#words input[type=file][multiple]')
		.setInputFiles('tests/fixtures/photo.jpg');
	await expect(trainer.locator('.thumbs li')).toHaveCount(1);
	await button(t('shell.finished')).click();
	await expect(trainer.getByText(t('finish.begun'))).toBeVisible();
	await trainer.getByRole('button', { name: t('finish.goOn') }).click();
	await expect(trainer).toHaveURL(/trainer\/session\/tell/);
	expect(await photosOn(trainer)).toBe(1);
	await button(t('shell.finished')).click();
	await button(t('finish.deleteIt')).click();
	await expect(trainer).toHaveURL(/\/who$/);
	expect(await photosOn(trainer)).toBe(0);
});

/** How many recordings and photos lie on a device. */
function photosOn(page: Page): Promise<number> {
	return page.evaluate(async () => {
		const opened = indexedDB.open('plaza');
		await new Promise((done) => (opened.onsuccess = done));
		const count = opened.result.transaction('media').objectStore('media').count();
		await new Promise((done) => (count.onsuccess = done));
		opened.result.close();
		return count.result;
	});
}

/** In whichever language the account reads. */
function sayHow(how: 'group' | 'behalf' | 'paper'): RegExp {
	return new RegExp([says(`told.${how}`), wordsOf('en', 'staff')(`told.${how}`)].join('|'));
}
