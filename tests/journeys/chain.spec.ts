/**
 * The whole way, with three phones: needs become a theme and a challenge, neighbours say ideas, what they think and what comes first, the city
 * tries it out, decides and says what it did, and everybody who told a need reads what became of it. Omar's phone is never online after its
 * first visit: his need is carried by a trainer, and his code tells him what became of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { photograph } from './camera.ts';
import { giveFile } from './carry-people.ts';
import {
	askHowItIs,
	askPriorities,
	askRound,
	decide,
	publishIdea,
	sayIdea,
	tryOut,
	untilPageKept,
	writeAndOpen
} from './challenge-people.ts';
import type { CityServer } from './city-server.ts';
import { enrolTrainer, foundLab, readPicture, visitCity, waitingOn } from './lab-people.ts';
import { fillFolded, tellNeed, watchBehaviour, wordsOf } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-chain-'));
const look = { timeout: 30_000 };
const t = wordsOf('es');
const words = wordsOf('en', 'staff');
const needs = {
	ana: 'Espero horas en el centro de salud.',
	omar: 'No sé cuándo me toca en el centro de salud.'
};
const asked = 'saber cuándo tiene hora el médico';
const idea = 'Un cartel con las horas del médico';
const statements = ['Un cartel en la puerta', 'Un mensaje al teléfono', 'Abrir por la tarde'];
const tried = 'Un cartel en un centro, por un mes';
const decided = 'El centro de salud pone un cartel';
const did = 'El cartel está en la puerta.';

let city: CityServer;
let desk: Page;
let invitation = '';
const faults: string[][] = [];

test.beforeAll(async ({ browser }) => {
	({ city, staff: desk, invitation } = await foundLab(browser));
	await desk.setViewportSize({ width: 1280, height: 800 });
});

test.afterAll(async () => {
	await city.remove();
	rmSync(folder, { recursive: true });
	expect(faults.flat()).toEqual([]);
});

async function aPhone(browser: Browser): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 360, height: 640 },
		deviceScaleFactor: 2,
		locale: 'es'
	});
	faults.push(watchBehaviour(context));
	const page = await context.newPage();
	await visitCity(page, city.url);
	return page;
}

/** What waits on a phone goes to the trainer's as a file, and from there to the city. */
async function carry(from: Page, trainer: Page): Promise<void> {
	const file = join(folder, 'omar.plaza');
	await giveFile(from, city.url, file);
	await trainer.goto(`${city.url}/es/carry#take`);
	await trainer.locator('#take input[type=file]').setInputFiles(file);
	await expect(trainer.locator('#take')).toContainText(/1/);
	await trainer.goto(`${city.url}/es/needs`);
	await expect.poll(() => waitingOn(trainer), look).toEqual([]);
}

/** Both needs come into one theme, by their numbers, and the challenge is written from it. */
async function challengeOfTheme(): Promise<string> {
	await desk.goto(`${city.url}/staff/themes`);
	await desk.locator('form.form [name=name]').fill('Horas del médico');
	await desk.locator('form.form button').click();
	for (const number of ['1', '2']) {
		await desk.locator('input[name=number]').fill(number);
		await desk.getByRole('button', { name: words('themes.put') }).click();
	}
	await expect(desk.locator('main')).toContainText(needs.ana);
	await expect(desk.locator('main')).toContainText(needs.omar);
	return writeAndOpen(desk, { what: asked });
}

/** What she says in a feedback round of the template: how it went, what was hard, what she would change. */
async function sayHowItIs(page: Page): Promise<void> {
	await page.getByRole('button', { name: t('survey.answer') }).click();
	const next = page.getByRole('button', { name: t('tell.words.continue') });
	await page.getByRole('radio', { name: t('survey.face.4'), exact: true }).check();
	await next.click();
	await page.getByRole('checkbox', { name: 'El horario' }).check();
	await next.click();
	await page.getByRole('textbox').fill('Que esté más alto');
	await next.click();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByText(t('messages.track.phone'))).toBeVisible();
}

test('From needs to a service and back: nobody who told anything is lost on the way', async ({
	browser
}) => {
	test.setTimeout(300_000);
	const [ana, berta, omar, trainer] = await Promise.all([
		aPhone(browser),
		aPhone(browser),
		aPhone(browser),
		aPhone(browser)
	]);
	await enrolTrainer(trainer, invitation);
	await omar.context().setOffline(true);
	await tellNeed(ana, 'es', needs.ana);
	await expect(ana.locator('main ol .sent')).toBeVisible();
	await tellNeed(omar, 'es', needs.omar);
	await expect(omar.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	const code = await readPicture(await photograph(omar.locator('.code .picture')));
	await carry(omar, trainer);

	const challenge = await challengeOfTheme();
	const page = `/es/neighbourhood/${challenge}`;
	// Berta wants it too, and says an idea: without internet
	await berta.goto(`${city.url}/es/needs`);
	await untilPageKept(berta, `${page}/idea`);
	await berta.context().setOffline(true);
	await berta.goto(city.url + page);
	await berta
		.getByRole('button', { name: t('neighbourhood.meToo') })
		.first()
		.click();
	await sayIdea(berta, idea);
	await berta.context().setOffline(false);
	await berta.reload();
	await expect.poll(() => waitingOn(berta), look).toEqual([]);
	await publishIdea(desk, city.url, challenge);

	// all are asked what they think
	await desk.goto(`${city.url}/staff/challenges/${challenge}`);
	const round = await askRound(desk, statements);
	await ana.goto(`${city.url}${page}/round/${round}`);
	for (const [at, said] of (['agree', 'pass', 'disagree'] as const).entries()) {
		await expect(ana.getByRole('heading', { level: 1 })).toHaveText(statements[at] ?? '');
		await ana.getByRole('button', { name: t(`round.opinion.${said}`), exact: true }).click();
	}
	await expect.poll(() => waitingOn(ana), look).toEqual([]);

	// and what comes first: Berta gives all her points
	await desk.goto(`${city.url}/staff/challenges/${challenge}`);
	const first = await askPriorities(desk, { [idea]: '', [statements[2] ?? '']: '' });
	await berta.goto(`${city.url}${page}/priority/${first}`);
	const more = t('priority.more').replace('{{thing}}', idea);
	for (let point = 0; point < 5; point++) {
		await berta.getByRole('button', { name: more, exact: true }).click();
	}
	await berta.getByRole('button', { name: t('priority.send'), exact: true }).click();
	await expect.poll(() => waitingOn(berta), look).toEqual([]);

	// the city tries it out, and asks how it is: Berta reads it and answers without internet
	await desk.goto(`${city.url}/staff/challenges/${challenge}`);
	const pilot = await tryOut(desk, tried);
	await askHowItIs(desk);
	await berta.goto(`${city.url}/es/needs`);
	await untilPageKept(berta, page, tried);
	await berta.context().setOffline(true);
	await berta.goto(city.url + page);
	await berta.getByRole('link', { name: t('pilot.say') }).click();
	await sayHowItIs(berta);
	await berta.context().setOffline(false);
	await berta.reload();
	await expect.poll(() => waitingOn(berta), look).toEqual([]);
	await desk.goto(`${city.url}/staff/pilots/${pilot}`);
	await expect(desk.getByRole('link', { name: /1$/ })).toBeVisible();

	// the city decides, does it, and says so
	await desk.goto(`${city.url}/staff/challenges/${challenge}`);
	await decide(desk, decided);
	await desk.getByRole('link', { name: words('decisions.sayPublicly') }).click();
	await fillFolded(desk, 'said-es', asked);
	await fillFolded(desk, 'done-es', did);
	await desk.getByRole('button', { name: words('publicReplies.submit') }).click();
	await expect(desk.locator('li[id^=said-]')).toContainText(did);

	// Ana reads it without internet
	await ana.goto(`${city.url}/es/needs`);
	await untilPageKept(ana, '/es/neighbourhood', decided);
	await ana.context().setOffline(true);
	await ana.goto(`${city.url}/es/needs`);
	await ana.locator('main a.card').first().click();
	const became = ana.getByRole('region', { name: t('became.title') });
	for (const said of [asked, decided]) await expect(became).toContainText(said);
	// Omar reads it with his code, wherever there is internet
	const library = await (await browser.newContext({ locale: 'es' })).newPage();
	await library.goto(code);
	await expect(library.getByRole('heading', { level: 1 })).toHaveText(t('find.found'), look);
	const ofHis = library.getByRole('region', { name: t('became.title') });
	for (const said of [asked, decided]) await expect(ofHis).toContainText(said);

	// everybody reads the whole of it, without script
	const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'es' });
	const neighbour = await plain.newPage();
	await neighbour.goto(city.url + page);
	for (const said of [asked, idea, tried, decided]) {
		await expect(neighbour.locator('main')).toContainText(said);
	}
	await neighbour.goto(`${city.url}/es/sessions`);
	await expect(neighbour.locator('main')).toContainText(did);
	const feed = await (await fetch(`${city.url}/es/neighbourhood/rss.xml`)).text();
	for (const said of [asked, decided]) expect(feed).toContain(said);
	// and nobody's own words
	for (const own of Object.values(needs)) {
		expect(await neighbour.content()).not.toContain(own);
		expect(feed).not.toContain(own);
	}
});
