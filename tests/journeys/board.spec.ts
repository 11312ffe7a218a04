/**
 * A lab with a hub and no internet: a trainer who was let in at the hub leads a session there. Phones join by code and by
 * six characters and are counted by themselves; her board shows who is stuck; later the city has everybody once.
 */
import { randomBytes } from 'node:crypto';
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { makeId } from '../../src/lib/domain/id.ts';
import { writeRoomFacts } from '../../src/lib/domain/room-code.ts';
import { sessionCode } from '../../src/lib/domain/session-hours.ts';
import { inviteTrainer } from '../../src/lib/server/trainer-devices.ts';
import { addTrainer } from '../../src/lib/server/trainers.ts';
import { sayPublicly } from '../../src/lib/server/public-replies.ts';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { labName, pin, readPicture } from './lab-people.ts';
import { setUpCity, untilAwake, wordsOf } from './people.ts';

const [t, atLab, leads] = [wordsOf('es'), wordsOf('es', 'lab'), wordsOf('es', 'trainer')];
const hubName = 'lab.test';
const saidByCity = { said: 'Falta una rampa.', done: 'La rampa está desde mayo.' };
const lesson = '/es/learn/scam-messages/parcel-fee';

let city: CityServer;
let lab: CityServer;
let wifi: Browser;
let token = '';

const atCity = <T>(use: Parameters<typeof withDatabase<T>>[1]) =>
	withDatabase({ databaseUrl: city.databaseUrl || undefined, dataFolder: city.dataFolder }, use);

test.beforeAll(async ({ browser, launchOptions }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const desk = await browser.newPage();
	await setUpCity(desk, founded.setupLink);
	await desk.close();
	token = await atCity(async (db) => {
		const id = makeId(Date.now(), new Uint8Array(10).fill(7));
		const row = { id, name: labName, place: null, address: '', made_at: new Date() };
		await db.insertInto('labs').values(row).execute();
		const texts = { es: saidByCity };
		await sayPublicly(db, { place: null, texts }, { staff: '', need: null }, new Date());
		const trainer = await addTrainer(db, { name: 'Amina', labs: [id] });
		return (await inviteTrainer(db, trainer)) ?? '';
	});
	lab = await city.openLab('Lab Raval');
	const name = `--host-resolver-rules=MAP ${hubName} 127.0.0.1`;
	wifi = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), name] });
});

test.afterAll(async () => {
	await wifi.close();
	await lab.remove();
	await city.remove();
});

/** The hub's name in the Wi-Fi: plain HTTP, where the browser hides cryptography, worker and locks. */
const plain = () => Object.assign(new URL(lab.url), { hostname: hubName }).origin;

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const saying = (words: string, many: number) => words.replace('{{many, number}}', String(many));

async function aPhone(): Promise<Page> {
	return (await wifi.newContext({ viewport: { width: 360, height: 640 } })).newPage();
}

/** She pastes the city's link at the hub's own address. */
async function letIn(trainer: Page): Promise<void> {
	await trainer.goto(`${lab.url}/es/trainer`);
	await trainer.locator('#link').fill(`${city.url}/es/trainer/join#${token}`);
	await button(trainer, leads('trainer.hub.go')).click();
	await button(trainer, leads('trainer.join.go')).click();
	await button(trainer, leads('trainer.join.next')).click();
	await trainer.locator('#pin').fill(pin);
	await trainer.locator('#again').fill(pin);
	await button(trainer, leads('trainer.join.done')).click();
	await expect(trainer.getByRole('heading', { level: 1 })).toHaveText('Hola, Amina');
}

async function takePart(phone: Page): Promise<void> {
	await expect(phone.getByText(labName)).toBeVisible();
	await button(phone, atLab('session.join')).click();
	await expect(phone.getByRole('heading', { name: atLab('session.joined') })).toBeVisible();
}

/** Two labs have begun sessions whose six characters are the same by chance. Gives the characters. */
async function announceTwins(): Promise<string> {
	const seen = new Map<string, string>();
	const now = Date.now();
	for (;;) {
		const id = makeId(now, randomBytes(10));
		const code = sessionCode({ id });
		const twin = seen.get(code);
		seen.set(code, id);
		if (twin === undefined) continue;
		for (const [of, labName] of [
			[id, 'Lab de Sants'],
			[twin, 'Lab del Clot']
		] as const) {
			const facts = writeRoomFacts({
				...{ id: of, lab: makeId(now, randomBytes(10)), labName, endsAt: now + 3_600_000 },
				...{ modules: [], languages: ['es'], root: '' }
			});
			const answer = await fetch(`${lab.url}/api/room/${of}`, {
				method: 'PUT',
				headers: { 'content-type': 'application/json', origin: lab.url },
				body: JSON.stringify({ v: 1, facts })
			});
			expect(answer.ok).toBe(true);
		}
		return code;
	}
}

const picturesOn = (page: Page, within: string) =>
	page
		.locator(`${within} .pictures`)
		.first()
		.locator('svg')
		.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));

test('Four phones join at a hub and are counted by themselves; who misses twice is seen, helped, and counted once', async () => {
	const trainer = await aPhone();
	await letIn(trainer);
	await city.stop();

	await trainer.goto(`${lab.url}/es/trainer/session`);
	await trainer.getByText(leads('lead.modules')).click();
	await trainer.locator('input[type=checkbox][value=scam-messages]').check();
	await button(trainer, leads('lead.begin')).click();
	await button(trainer, leads('lead.room')).click();
	const code = (await trainer.locator('dialog .code').textContent()) ?? '';
	const address = await readPicture(await trainer.locator('[data-room-code]').screenshot());
	await button(trainer, leads('lead.close')).click();

	const phones = await Promise.all([aPhone(), aPhone(), aPhone(), aPhone()]);
	const [ana, omar, ...others] = phones as [Page, Page, Page, Page];
	// the way from the pages that everybody has
	await Promise.all([ana.goto(`${plain()}/es/sessions`), omar.goto(`${plain()}/es/session`)]);
	await ana.getByRole('link', { name: atLab('session.here') }).click();
	const byCode = async (phone: Page, typed: string) => {
		await phone.locator('#six').fill(typed);
		await button(phone, atLab('session.findIt')).click();
		await takePart(phone);
	};
	const byAddress = async (phone: Page) => {
		await phone.goto(address);
		await takePart(phone);
	};
	// of two sessions with the same characters it asks which lab, and she joins the one that she taps
	const twins = await announceTwins();
	const [asked] = others as [Page, Page];
	await asked.goto(`${plain()}/es/session`);
	await asked.locator('#six').fill(twins);
	await button(asked, atLab('session.findIt')).click();
	await expect(button(asked, 'Lab del Clot')).toBeVisible();
	await button(asked, 'Lab de Sants').click();
	await expect(button(asked, atLab('session.join'))).toBeVisible();
	await expect(asked.getByText('Lab de Sants')).toBeVisible();
	await expect(asked.getByText('Lab del Clot')).toHaveCount(0);
	await Promise.all([
		byCode(ana, code.toLowerCase()),
		byCode(omar, `${code.slice(0, 3)} ${code.slice(3)}`),
		...others.map(byAddress)
	]);
	await expect(trainer.getByText(saying(leads('lead.counted'), 4))).toBeVisible();

	const hers = await picturesOn(ana, '.tile');
	await trainer.getByRole('link', { name: leads('board.open') }).click();
	const tiles = trainer.locator('main li .tile');
	await expect(tiles).toHaveCount(4);
	await expect(trainer.getByText(leads('board.live'))).toBeVisible();

	await ana.goto(`${plain()}${lesson}#pretend-inbox.try`);
	const here = ana.locator('section:target');
	await here.locator('ul button.card').first().click();
	for (const times of [1, 2]) {
		await here.getByRole('button', { name: t('practice.inbox.safe'), exact: true }).click();
		if (times === 1) await here.getByRole('button', { name: t('practice.inbox.again') }).click();
	}
	await here.getByRole('button', { name: t('practice.askTrainer') }).click();
	const stuck = tiles.filter({ hasText: leads('board.standing.needsHelp') });
	await expect(stuck).toHaveCount(1);
	await expect(tiles.first()).toContainText(leads('board.standing.needsHelp'));
	await expect(tiles.first()).toContainText('El paquete que pide dinero');
	expect(await picturesOn(trainer, 'main li .tile')).toEqual(hers);
	await trainer.getByText(leads('board.hard')).click();
	await expect(trainer.locator('details', { hasText: leads('board.hard') })).toContainText(
		saying(leads('board.help'), 1)
	);
	await expectFitting(trainer);
	await expectNothingFound(trainer);

	// she is named, and on the wall there is no name
	await tiles.first().click();
	await trainer.locator('#called').fill('Ana');
	await button(trainer, leads('board.keepName')).click();
	await expect(tiles.first()).toContainText('Ana');
	await button(trainer, leads('board.wall')).click();
	await expect(trainer.locator('[data-wall] li')).toHaveCount(4);
	await expect(trainer.locator('dialog[open]')).not.toContainText('Ana');
	await button(trainer, leads('lead.close')).click();

	// she is helped
	await here.getByRole('button', { name: t('practice.inbox.again') }).click();
	await here.getByRole('button', { name: t('practice.inbox.trap'), exact: true }).click();
	await expect(stuck).toHaveCount(0);

	// a tile that is laid stands on the wall of the room, without a name
	await omar.goto(`${plain()}${lesson}`);
	await untilAwake(omar);
	await omar.locator('.thumb .action:not(.second)').filter({ visible: true }).last().click();
	await expect(tiles.filter({ hasText: saying(leads('board.steps'), 1) })).toHaveCount(1);
	await trainer.getByRole('link', { name: leads('lead.running') }).click();
	await trainer.getByRole('link', { name: leads('wall.title') }).click();
	await button(trainer, leads('wall.big')).click();
	const wall = trainer.locator('[data-big-screen]');
	await expect(wall).toContainText(saying(leads('wall.tiles'), 1));
	await expect(wall.locator('.pavement .laid')).toHaveCount(1);
	await expect(wall).not.toContainText('Ana');
	await expect(wall).toContainText(saidByCity.done);
	await button(trainer, leads('lead.close')).click();
	await trainer.goto(`${lab.url}/es/trainer/session/board`);
	await expect(trainer.getByText(leads('board.live'))).toBeVisible();

	// the hub's battery is empty: the board shows the last that was heard
	await lab.stop();
	await expect(trainer.getByText(leads('board.lastScan'))).toBeVisible();
	await expect(tiles).toHaveCount(4);
	await Promise.all([lab.start(), city.start()]);

	for (const phone of [trainer, ana]) {
		await phone.goto(new URL('/es/hub', phone.url()).href);
		await button(phone, wordsOf('es', 'phone')('hub.sendNow')).click();
	}
	const counted = () =>
		atCity(async (db) => {
			const rows = await db.selectFrom('attendance').select(['session', 'person']).execute();
			const held = await db.selectFrom('held_sessions').select('id').execute();
			return [held.length, rows.length, new Set(rows.map(({ person }) => person)).size];
		});
	await expect.poll(counted, { timeout: 20_000 }).toEqual([1, 4, 4]);
	for (const phone of phones) await phone.context().close();
});
