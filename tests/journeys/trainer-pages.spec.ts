/**
 * Everybody can lead a session: axe finds nothing on a trainer's pages as they are on a day with sixty people, on a phone and
 * on a laptop, from left to right and from right to left.
 */
import { expect, test, type Page } from '@playwright/test';
import { expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { enrolTrainer, pin } from './lab-people.ts';
import { setUpCity, wordsOf } from './people.ts';
import {
	expectWhitePaper,
	languages,
	laptop,
	lookAtPage,
	phone,
	type Lang
} from './trainer-look.ts';
import { trainerOfLabs } from './trainer-of-labs.ts';
import { fillRoom, runningOn } from './trainer-room.ts';

const labName = 'Biblioteca Municipal Francesca Bonnemaison i Centre Cívic del Raval';
const names = ['Maria dels Àngels Puigdevall', 'فاطمة الزهراء', 'Rosa', 'Josep Maria'];
const said = ['No hay wifi en la plaza', 'La señal se corta', 'Pedir cita es difícil'];

let city: CityServer;
let desk: Page;
let trainer: Page;
let session = '';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	desk = await (await browser.newContext({ viewport: laptop })).newPage();
	await setUpCity(desk, founded.setupLink);
	const token = await trainerOfLabs(city, [labName, 'Lab 2']);
	trainer = await (await browser.newContext({ viewport: phone })).newPage();
	await enrolTrainer(trainer, `${city.url}/es/trainer/join#${token}`);
});

test.afterAll(async () => {
	await trainer.context().close();
	await desk.context().close();
	await city.remove();
});

const button = (name: string | RegExp) => trainer.getByRole('button', { name });
const look = (lang: Lang) => lookAtPage(trainer, lang);
const open = (lang: Lang, path = '') => trainer.goto(`${city.url}/${lang}/trainer${path}`);

/** The steps of a page that are reached by its buttons, each looked at. */
async function lookAt(lang: Lang, ...keys: string[]): Promise<void> {
	const t = wordsOf(lang, 'trainer');
	for (const key of keys) {
		await button(t(key)).first().click();
		await look(lang);
	}
}

for (const lang of languages) {
	const t = wordsOf(lang, 'trainer');
	test(`${lang}: a trainer can use every page before a session`, async () => {
		await open(lang);
		await button(t('trainer.lock')).click();
		await expect(trainer.locator('#pin')).toBeVisible();
		await look(lang);
		await open(lang, '/session');
		await expect(trainer.getByText(t('lead.locked'))).toBeVisible();
		await look(lang);
		await open(lang);
		await trainer.locator('#pin').fill(pin);
		await button(t('trainer.pin.open')).click();
		await expect(trainer.locator('h1')).toContainText('Amina');
		await look(lang);
		for (const path of ['/guide', '/guide/scam-messages', '/poster', '/group', '/ready']) {
			await open(lang, path);
			await expect(trainer.locator('main h2, main legend').first()).toBeVisible();
			await look(lang);
		}
		await open(lang, '/papers');
		await expect(trainer.locator('#many')).toBeVisible();
		await look(lang);
		await trainer.locator('#many').fill('2');
		await lookAt(lang, 'papers.make');
		await expectWhitePaper(trainer);
		await open(lang, '/cards');
		if (lang === 'ar') await button(t('group.make')).click();
		await expect(trainer.locator('#many')).toBeVisible();
		await look(lang);
		await lookAt(lang, 'group.makeNow');
		// making takes its time on a slow machine, and then shows the paper whatever is looked at meanwhile
		await expect(trainer.locator('main ul.sheet')).toBeVisible();
		await expectWhitePaper(trainer);
		await lookAt(lang, 'group.cards');
		await trainer.locator('main li button.card').first().click();
		await look(lang);
	});
}

test('a session starts in Spanish', async () => {
	const t = wordsOf('es', 'trainer');
	await open('es', '/session');
	await trainer.getByText(t('lead.modules')).click();
	await trainer.locator('input[type=checkbox][value=scam-messages]').check();
	await trainer.locator('input[type=checkbox][value=ar]').check();
	await look('es');
	await button(t('lead.begin')).click();
	await lookAt('es', 'lead.add');
	for (const name of names) {
		await trainer.locator('#who').fill(name);
		await button(t('lead.addNow')).click();
		await expect(trainer.locator('.said')).toContainText(name);
	}
	session = await runningOn(trainer);
});

for (const lang of languages) {
	const t = wordsOf(lang, 'trainer');
	const says = wordsOf(lang);
	const back = () => button(says('shell.back')).click();

	test(`${lang}: a trainer can use every page of a session with sixty people`, async () => {
		await fillRoom(city.url, session);
		await open(lang, '/session');
		await expect(trainer.locator('.count').first()).toContainText('60');
		await look(lang);
		await lookAt(lang, 'lead.room', 'lead.close', 'lead.list');
		await back();
		await lookAt(lang, 'lead.end');
		await back();
		await expect(button(t('lead.room'))).toBeVisible();

		await open(lang, '/session/board');
		await expect(trainer.locator('main li .tile')).toHaveCount(60);
		await trainer.getByText(t('board.hard')).click();
		await look(lang);
		await trainer.locator('main li .tile').first().click();
		await look(lang);
		await trainer.keyboard.press('Escape');
		await lookAt(lang, 'board.wall');

		await open(lang, '/session/wall');
		await trainer.locator('#note').fill(said[0] ?? '');
		await button(t('wall.add')).click();
		await lookAt(lang, 'wall.show', 'wall.big');
	});

	test(`${lang}: a trainer can tell the city for others`, async () => {
		await open(lang, '/session/tell');
		await expect(button(new RegExp(t('together.paper')))).toBeVisible();
		await look(lang);
		await button(new RegExp(t('together.paperMore'))).click();
		await look(lang);
		await back();
		await button(new RegExp(t('together.behalfMore'))).click();
		await look(lang);
		await button(names[0] ?? '').click();
		await look(lang);
		await button(t('together.yes')).click();
		await trainer.getByRole('radio', { name: says('topics.access'), exact: true }).check();
		// she sees the next screen before she leaves: until then the choice is sealed and kept
		await trainer.getByRole('link', { name: says('tell.topic.continue') }).click();
		await expect(trainer.getByRole('textbox', { name: says('tell.words.label') })).toBeVisible();
		await open(lang, '/session/tell');
		await expect(button(t('lead.goOn'))).toBeVisible();
		await look(lang);
		await lookAt(lang, 'together.drop');
		await button(t('lead.goOn')).click();
		await trainer.getByRole('link', { name: says('tell.topic.continue') }).click();
		await trainer.getByRole('textbox', { name: says('tell.words.label') }).fill(said[2] ?? '');
		await trainer.locator('#words .thumb a').click();
		await trainer.getByRole('radio', { name: 'El Raval' }).check();
		await trainer.locator('#place .thumb a').click();
		await button(says('tell.check.send')).click();
		await expect(trainer.getByText(t('together.hand'))).toBeVisible();
		await look(lang);
		for (const path of ['/slips', '/thanks', '/group']) {
			await open(lang, path);
			await expect(
				trainer
					.locator('main')
					.getByText(/Bonnemaison|1|١/)
					.first()
			).toBeVisible();
			await look(lang);
			if (path !== '/group') await expectWhitePaper(trainer);
		}
		await trainer.locator('main li button.card').first().click();
		await look(lang);
	});

	test(`${lang}: a trainer can use every step of a workshop`, async () => {
		const shop = (key: string) => t(`wall.workshop.${key}`);
		await open(lang, '/session/workshop');
		if (lang === 'ar') {
			// what was begun before is there
			await back();
			await back();
			await back();
		}
		for (const words of lang === 'es' ? said : []) {
			await trainer.locator('#said').fill(words);
			await button(t('wall.add')).click();
		}
		await look(lang);
		await button(shop('toGroup')).click();
		if (lang === 'es') {
			for (const words of said.slice(0, 2)) await button(words).click();
			await look(lang);
			await button(shop('together')).click();
			await button(said[2] ?? '').click();
			await button(shop('together')).click();
		}
		await look(lang);
		await button(shop('toName')).click();
		await trainer.getByLabel(shop('share')).first().fill('Wifi en la plaza');
		await trainer.getByLabel(shop('share')).last().fill('المساعدة في حجز موعد');
		await look(lang);
		await lookAt(lang, 'wall.workshop.toVote', 'wall.big', 'lead.close', 'wall.workshop.head.scan');
		await back();
		await lookAt(lang, 'wall.workshop.head.hand', 'wall.workshop.nobody');
		await trainer.locator('.way.not').first().click();
		await trainer.locator('.way.yes').last().click();
		await button(shop('keepVote')).click();
		await back();
		await lookAt(lang, 'wall.workshop.head.hands');
		await back();
		await lookAt(lang, 'wall.workshop.head.result', 'wall.workshop.give', 'wall.big', 'lead.close');
		await button(shop('tell')).click();
		await look(lang);
		await expectWhitePaper(trainer);
	});

	test(`${lang}: staff can read what rooms agreed on`, async () => {
		await desk.goto(`${city.url}/staff/account`);
		await desk.locator('[name=lang]').first().selectOption(lang);
		await desk.locator('form:has([name=lang]) button').click();
		await expect(desk.locator('html')).toHaveAttribute('lang', lang);
		await expect(async () => {
			await desk.goto(`${city.url}/staff/workshops`);
			await expect(desk.locator('main table').first()).toBeVisible({ timeout: 1000 });
		}).toPass();
		for (const size of [phone, laptop]) {
			await desk.setViewportSize(size);
			await expectNothingFound(desk);
		}
	});
}
