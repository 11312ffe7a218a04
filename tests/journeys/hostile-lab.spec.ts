/**
 * Whatever a trainer, her people or her lab are called and say, no page of the trainer's part, of a phone that votes, or of
 * the staff who answer many at once runs it or asks anybody elsewhere: it is text.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { makeId } from '../../src/lib/domain/id.ts';
import { inviteTrainer } from '../../src/lib/server/trainer-devices.ts';
import { addTrainer } from '../../src/lib/server/trainers.ts';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import { CityServer } from './city-server.ts';
import { foundIn, hostileNames, hostileWords, watchHostile } from './hostile.ts';
import { enrolTrainer, readPicture } from './lab-people.ts';
import { setUpCity, wordsOf } from './people.ts';
import { fixture } from './voice-people.ts';

const [script = '', image = '', svg = ''] = hostileNames;
const leads = wordsOf('es', 'trainer');
const says = wordsOf('es');
const atLab = wordsOf('es', 'lab');
const shop = (key: string) => leads(`wall.workshop.${key}`);
/** What a statement or a note holds: all of them, a few at a time. */
const statements = Array.from({ length: Math.ceil(hostileWords.length / 4) }, (_, at) =>
	hostileWords
		.slice(at * 4, at * 4 + 4)
		.join(' ')
		.slice(0, 280)
);

let city: CityServer;
let desk: Page;
let trainer: Page;
let phone: Page;
const faults: string[][] = [];

test.describe.configure({ mode: 'serial', timeout: 240_000 });

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const small = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, locale: 'es' };
	const open = async (options: object) => {
		const context = await browser.newContext(options);
		faults.push(watchHostile(context));
		return context.newPage();
	};
	desk = await open({ viewport: { width: 1280, height: 800 }, locale: 'en' });
	[trainer, phone] = [await open(small), await open(small)];
	await setUpCity(desk, founded.setupLink);
	const at = { databaseUrl: city.databaseUrl || undefined, dataFolder: city.dataFolder };
	const token = await withDatabase(at, async (db) => {
		const labs = hostileNames.map((name) => ({
			...{ id: makeId(Date.now(), randomBytes(10)), place: null, name },
			...{ address: name, made_at: new Date() }
		}));
		await db.insertInto('labs').values(labs).execute();
		const hers = await addTrainer(db, { name: image, labs: labs.map(({ id }) => id) });
		return (await inviteTrainer(db, hers)) ?? '';
	});
	await enrolTrainer(trainer, `${city.url}/es/trainer/join#${token}`);
	await expect(trainer.locator('h1')).toContainText(image);
});

test.afterAll(async () => {
	await city.remove();
	expect(faults.flat()).toEqual([]);
});

const button = (name: string | RegExp, page = trainer) => page.getByRole('button', { name });
const open = (path: string) => trainer.goto(`${city.url}/es/trainer${path}`);

/** Nothing ran, nothing of it stands there as more than text; and these words are read. */
async function look(page: Page, ...words: string[]): Promise<void> {
	for (const said of words) await expect(page.locator('body')).toContainText(said);
	expect(await page.evaluate(foundIn), page.url()).toEqual([]);
}

async function tap(...keys: string[]): Promise<void> {
	for (const key of keys) {
		await button(leads(key)).first().click();
		await look(trainer);
	}
}

test('staff who do something to many, answer many or cover a photo read names and words as text', async () => {
	const photo = readFileSync(fixture('photo.jpg'));
	const file = { name: `${svg}.svg`, mimeType: 'image/svg+xml', buffer: photo };
	const told = await desk.request.post(`${city.url}/es/needs/new?/send`, {
		multipart: {
			...{ topic: 'access', words: script, place: 'none', lesson: '', step: '', photo: file }
		},
		headers: { origin: city.url, accept: 'text/html' }
	});
	expect(await told.text()).toContain(says('sentPage.title'));
	for (const name of hostileNames) {
		const headers = { origin: city.url, accept: 'text/html' };
		const label = { state: 'in work', 'words-en': name };
		for (const [path, multipart] of [
			['settings/labels?/add', label],
			['settings/labels?/add', { ...label, state: 'answered' }],
			['settings/departments?/add', { name }]
		] as const) {
			await desk.request.post(`${city.url}/staff/${path}`, { multipart, headers });
		}
	}
	const inbox = `${city.url}/staff`;
	const acts = ['label', 'department'];
	for (const act of acts) {
		for (const name of hostileNames) {
			await desk.goto(inbox);
			await desk.getByText(wordsOf('en', 'staff')('triage.title')).click();
			await desk.locator('[name=of][value=page]').check();
			const option = desk.locator(`#act option[value^="${act}:"]`).filter({ hasText: name });
			await desk.locator('#act').selectOption((await option.first().getAttribute('value')) ?? '');
			await desk.locator('#bulk button').first().click();
			await look(desk, name);
		}
		await desk.locator('main form button').last().click();
		await desk.goto(`${inbox}/bulk`);
		await look(desk, hostileNames.at(-1) ?? '');
	}
	await desk.goto(`${inbox}/answers/new?state=all`);
	await desk.locator('[name=kind][value=answered]').check();
	await desk.locator('[name=label-answered]').selectOption({ label: image });
	await desk.locator('[name=words-es]').fill(`${svg}\n${statements[0]}`);
	await desk.locator('#write .row .button').first().click();
	await expect(desk).toHaveURL(/answers\/[0-9a-f-]{36}/);
	await look(desk, svg, image, script);
	await desk.locator('form[action="?/send"] button').click();
	await look(desk, svg, image, script);
	await desk.goto(`${inbox}?state=all`);
	await desk.locator('main table a[href*="/staff/needs/"]').first().click();
	await look(desk, script, svg);
	await desk.locator('a[href*="/photos/"]').first().click();
	await expect(desk.locator('.picture svg')).toBeVisible();
	await look(desk);
});

test('the nicknames of a session are text on each of its pages, and on those of the group', async () => {
	await open('/session');
	await look(trainer, script);
	await button(leads('lead.begin')).click();
	await tap('lead.add');
	for (const name of hostileNames) {
		await trainer.locator('#who').fill(name);
		await button(leads('lead.addNow')).click();
		await look(trainer, name);
		await expect(trainer.locator('.said')).toContainText(name);
	}
	await button(says('shell.back')).click();
	await tap('lead.list');
	await look(trainer, ...hostileNames);
	await open('/session/board');
	await expect(trainer.locator('main li .tile')).toHaveCount(hostileNames.length);
	await look(trainer, ...hostileNames);
	await trainer.locator('main li .tile').first().click();
	await look(trainer);
	await open('/session/tell');
	await button(new RegExp(leads('together.behalfMore'))).click();
	await look(trainer, ...hostileNames);
	await open('/group');
	await look(trainer, ...hostileNames);
	await trainer.getByRole('button', { name: image }).click();
	await expect(trainer.locator('h1')).toHaveText(image);
	await look(trainer, script, svg);
	for (const path of ['', '/cards', '/slips', '/thanks', '/ready', '/papers', '/poster']) {
		await open(path);
		await expect(trainer.locator('main h1')).toBeVisible();
		await look(trainer);
	}
});

test('what the wall shows and a workshop says is text to the trainer, on the big screen and to who votes', async () => {
	await open('/session/wall');
	for (const words of statements) {
		await trainer.locator('#note').fill(words);
		await button(leads('wall.add')).click();
		await expect(trainer.locator('#note')).toHaveValue('');
		await button(leads('wall.show')).first().click();
	}
	await look(trainer, ...hostileNames);
	await tap('wall.big');
	await look(trainer, ...hostileNames);

	await open('/session/workshop');
	for (const words of statements) {
		await trainer.locator('#said').fill(words);
		await button(leads('wall.add')).click();
		await expect(trainer.locator('#said')).toHaveValue('');
	}
	await look(trainer, ...hostileNames);
	await button(shop('toGroup')).click();
	const half = Math.ceil(statements.length / 2);
	for (const some of [statements.slice(0, half), statements.slice(half)]) {
		for (const at of some.keys()) await trainer.locator('main > .loose .need').nth(at).click();
		await button(shop('together')).click();
	}
	await look(trainer, ...hostileNames);
	await button(shop('toName')).click();
	await trainer.getByLabel(shop('share')).first().fill(image);
	await trainer.getByLabel(shop('share')).last().fill(script);
	await look(trainer);
	await button(shop('toVote')).click();
	await look(trainer);
	await button(leads('wall.big')).click();
	await look(trainer);
	const ballot = await readPicture(await trainer.locator('[data-ballot]').screenshot());
	await button(leads('lead.close')).click();

	await open('/session');
	await button(leads('lead.room')).click();
	const room = await readPicture(await trainer.locator('[data-room-code]').screenshot());
	await phone.goto(room);
	await button(atLab('session.join'), phone).click();
	await expect(phone.getByRole('heading', { name: atLab('session.joined') })).toBeVisible();
	await look(phone);
	await phone.goto(ballot);
	for (const name of [image, script]) {
		await look(phone, name);
		await phone.locator('.way.yes').click();
	}
	await look(phone, image, script);

	await open('/session/workshop');
	for (const key of ['toGroup', 'toName', 'toVote', 'head.hand']) await button(shop(key)).click();
	await look(trainer, ...hostileNames);
	await trainer.getByRole('button', { name: svg }).first().click();
	await trainer.locator('.way.yes').first().click();
	await trainer.locator('.way.not').last().click();
	await button(shop('keepVote')).click();
	await look(trainer, svg);
	await button(says('shell.back')).click();
	await button(shop('head.result')).click();
	await look(trainer, image, script);
	await button(shop('tell')).click();
	await expect(trainer.getByText(shop('told'))).toBeVisible();
	await expect(async () => {
		await desk.goto(`${city.url}/staff/workshops`);
		await look(desk, image, script);
	}).toPass();
});
