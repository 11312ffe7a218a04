/**
 * A workshop at a lab without any network: four needs in two groups, three phones vote by their codes to two trainers and
 * one person says her vote; the room sees at once what it agrees on, it is printed, and later the city has it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { browserWithCamera, photograph, pointCamera } from './camera.ts';
import type { CityServer } from './city-server.ts';
import {
	enrolTrainer,
	foundLab,
	inviteTrainer,
	readPicture,
	visitCity,
	waitingOn
} from './lab-people.ts';
import { tellResult } from './lab-workshop.ts';
import { watchBehaviour, wordsOf } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-workshop-'));
const video = join(folder, 'camera.y4m');
const look = { timeout: 30_000 };
const citizen = wordsOf('es', 'lab');
const leads = wordsOf('es', 'trainer');
const shop = (key: string) => leads(`wall.workshop.${key}`);
const wifi = 'Wifi en la plaza';
const help = 'Ayuda con la cita';

let city: CityServer;
let seeing: Browser;
let staff: Page;
let invitation = '';
const contexts: BrowserContext[] = [];
const faults: string[][] = [];

test.beforeAll(async ({ browser }) => {
	({ city, staff, invitation } = await foundLab(browser));
	seeing = await browserWithCamera(video);
});

test.afterAll(async () => {
	for (const context of contexts) await context.close();
	await seeing.close();
	await city.remove();
	rmSync(folder, { recursive: true });
	expect(faults.flat()).toEqual([]);
});

/** A device on which Plaza was never opened. */
async function aDevice(): Promise<Page> {
	const context = await seeing.newContext({
		viewport: { width: 360, height: 640 },
		deviceScaleFactor: 2
	});
	contexts.push(context);
	faults.push(watchBehaviour(context));
	return context.newPage();
}

async function aPhone(): Promise<Page> {
	const page = await aDevice();
	await visitCity(page, city.url);
	return page;
}

/** The bodies of the workshops that wait on a device. */
async function workshopsOn(page: Page) {
	const waiting = await waitingOn(page);
	return waiting.filter(({ kind }) => kind === 'workshop').map(({ body }) => body);
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** A phone joins and votes: what it says to each thing, and three dots on the one of this name. */
async function vote(phone: Page, room: string, ballot: string, says: string[], dots: string) {
	await phone.goto(room);
	await button(phone, citizen('session.join')).click();
	await expect(phone.getByRole('heading', { name: citizen('session.joined') })).toBeVisible();
	await phone.goto(ballot);
	for (const [at, said] of says.entries()) {
		await expect(phone.getByText(`${at + 1} de ${says.length}`)).toBeVisible();
		await phone.locator(`.way.${said}`).click();
	}
	for (let dot = 0; dot < 3; dot++) await button(phone, new RegExp(dots)).click();
	await button(phone, citizen('workshop.ready')).click();
	await expect(phone.locator('[data-vote] svg')).toBeVisible();
}

/** A second trainer leads the first one's session, and takes its ballot over from her screen. */
async function joinFirst(second: Page, room: Buffer, ballot: Buffer): Promise<void> {
	await pointCamera(video, [room]);
	await second.getByRole('link', { name: leads('lead.start') }).click();
	await button(second, leads('lead.second')).click();
	await button(second, leads('lead.leadIt')).click(look);
	await second.getByRole('link', { name: shop('title') }).click();
	await pointCamera(video, [ballot]);
	await button(second, shop('head.take')).click();
	await expect(button(second, shop('head.scan'))).toBeVisible(look);
}

test('A workshop without any network: three phones vote by codes to two trainers and count once, one person says her vote, hands are shown, and the city has what the room agrees on', async () => {
	test.setTimeout(150_000);
	const trainer = await aDevice();
	const second = await aDevice();
	await enrolTrainer(trainer, invitation);
	await enrolTrainer(second, await inviteTrainer(staff, city.url, 'Carla'));
	const phones = await Promise.all([aPhone(), aPhone(), aPhone()]);
	await city.stop();

	await trainer.getByRole('link', { name: leads('lead.start') }).click();
	await button(trainer, leads('lead.begin')).click();
	await button(trainer, leads('lead.room')).click();
	const roomCode = await trainer.locator('[data-room-code]').screenshot();
	const room = await readPicture(roomCode);
	await button(trainer, leads('lead.close')).click();
	await trainer.getByRole('link', { name: shop('title') }).click();
	const said = ['No hay wifi', 'La señal se corta', 'Pedir cita es difícil', 'Nadie ayuda'];
	for (const words of said) {
		await trainer.getByLabel(leads('wall.inWords')).fill(words);
		await button(trainer, leads('wall.add')).click();
	}
	await expect(trainer.locator('.said li')).toHaveCount(4);
	await button(trainer, shop('toGroup')).click();
	for (const pair of [said.slice(0, 2), said.slice(2)]) {
		for (const words of pair) await button(trainer, words).click();
		await button(trainer, shop('together')).click();
	}
	await button(trainer, shop('toName')).click();
	await trainer.getByLabel(shop('share')).first().fill(wifi);
	await trainer.getByLabel(shop('share')).last().fill(help);
	await button(trainer, shop('toVote')).click();
	// the battery died
	await trainer.reload();
	await button(trainer, shop('toGroup')).click();
	await button(trainer, shop('toName')).click();
	await button(trainer, shop('toVote')).click();
	await button(trainer, leads('wall.big')).click();
	const ballotCode = await trainer.locator('[data-ballot]').screenshot();
	const ballot = await readPicture(ballotCode);
	expect(ballot).toContain(`${city.url}/es/session#b.`);
	await button(trainer, leads('lead.close')).click();

	const votes = [
		['yes', 'yes', wifi],
		['not', 'yes', help],
		['yes', 'neither', help]
	];
	await Promise.all(
		votes.map(([first = '', second = '', dots = ''], at) =>
			vote(phones[at] as Page, room, ballot, [first, second], dots)
		)
	);
	const codes = await Promise.all(phones.map((phone) => photograph(phone.locator('[data-vote]'))));
	// two of them the second trainer takes, and one of these the first one, too
	await joinFirst(second, roomCode, ballotCode);
	await pointCamera(video, codes.slice(1));
	await button(second, shop('head.scan')).click();
	await expect(second.locator('.number')).toHaveText('2', look);
	await button(second, leads('lead.done')).click();
	await button(second, shop('head.result')).click();
	await button(second, shop('give')).click();
	const given = await photograph(second.locator('[data-given] .code'));
	await pointCamera(video, [...codes.slice(0, 2), given]);
	await button(trainer, shop('head.scan')).click();
	await expect(trainer.locator('.number')).toHaveText('3', look);
	await button(trainer, leads('lead.done')).click();
	await button(trainer, shop('head.hand')).click();
	await button(trainer, shop('nobody')).click();
	await trainer.locator('.way.not').first().click();
	await trainer.locator('.way.yes').last().click();
	await button(trainer, shop('keepVote')).click();
	await expect(trainer.getByText(shop('took').replace('{{name}}', shop('somebody')))).toBeVisible();
	const back = () => button(trainer, wordsOf('es')('shell.back')).click();
	await back();
	// a show of hands is the result until she counts the codes again
	await button(trainer, shop('head.hands')).click();
	for (const [at, hands] of ['7', '2', '1', '0', '4', '0'].entries()) {
		await trainer.locator('.counts input').nth(at).fill(hands);
	}
	await button(trainer, shop('head.result')).click();
	const shown = trainer.locator('.paper');
	await expect(shown).toContainText(shop('byHands').replace('{{many, number}}', '10'));
	await expect(shown.locator('.found > li').first()).toContainText(wifi);
	await expect(shown.locator('.dots')).toHaveCount(0);
	await back();
	await button(trainer, shop('head.hands')).click();
	await button(trainer, shop('codesAgain')).click();

	await tellResult(trainer, { agreed: help, divided: wifi });
	const counts = { told: 2, needs: [] };
	expect(await workshopsOn(trainer)).toMatchObject([
		{
			...{ way: 'codes', people: 4, opinionGroups: 1 },
			groups: [
				{ name: help, yes: 3, not: 0, neither: 1, dots: 6, consensus: 4 / 6, ...counts },
				{ name: wifi, yes: 2, not: 2, neither: 0, dots: 3, consensus: 3 / 6, ...counts }
			]
		}
	]);

	await city.start();
	await trainer.goto(`${city.url}/es/needs`);
	await expect.poll(() => workshopsOn(trainer), look).toEqual([]);
	await staff.goto(`${city.url}/staff/workshops`);
	const box = staff.locator('section', { hasText: 'Casa del Raval' });
	await expect(box.locator('tbody tr').first()).toContainText(help);
	await expect(box).toContainText('under 5');
});
