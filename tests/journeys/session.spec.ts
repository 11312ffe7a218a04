/**
 * A session at a lab without any network, from getting ready to the city's numbers: joined by its code, its people counted by
 * their codes and by nickname; they learn, tell, tell together and vote in a workshop. It is closed when all has been seen,
 * everything is carried in files, and the city's numbers equal what happened.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { browserWithCamera, photograph, pointCamera } from './camera.ts';
import { giveFile } from './carry-people.ts';
import type { CityServer } from './city-server.ts';
import { enterForm, printForm, tellForGroup, tellForPerson, toldTogether } from './lab-needs.ts';
import { expectShownToStaff, sessionsAtCity } from './lab-numbers.ts';
import {
	enrolTrainer,
	foundLab,
	getReady,
	joined,
	labName,
	learn,
	readPicture,
	takePart,
	untilHasReader,
	visitCity,
	waitingOn
} from './lab-people.ts';
import { openVote, shared, takeVotes, tellResult, workshopHeld } from './lab-workshop.ts';
import { tellNeed, watchBehaviour, wordsOf } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-session-'));
const video = join(folder, 'camera.y4m');
const look = { timeout: 30_000 };
const t = wordsOf('es');
const atLab = wordsOf('es', 'lab');
const leads = wordsOf('es', 'trainer');

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

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const filled = (key: string, many: number) => leads(key).replace('{{many, number}}', String(many));

/** What waits on a phone, as the file that it gives. */
async function fileOf(page: Page, name: string): Promise<string> {
	const file = join(folder, `${name}.plaza`);
	await giveFile(page, city.url, file);
	return file;
}

test('A session without any network: twelve phones join, learn, tell and vote, all is carried in files, and the city counts what happened', async () => {
	test.setTimeout(420_000);
	const trainer = await aDevice();
	await enrolTrainer(trainer, invitation);
	await getReady(trainer);
	const phones: Page[] = [];
	while (phones.length < 12) phones.push(...(await Promise.all([aPhone(), aPhone(), aPhone()])));
	const [ana, omar, ...others] = phones as [Page, Page, ...Page[]];
	// a browser that reads no codes by itself got what it needs for it when she looked at the page with internet
	await ana.goto(`${city.url}/es/session`);
	await untilHasReader(ana);
	await city.stop();

	const { form, torn } = await printForm(trainer, city.url);
	await trainer.goto(`${city.url}/es/trainer/ready`);
	await trainer.getByRole('link', { name: leads('lead.start') }).click();
	await button(trainer, leads('lead.begin')).click();
	await button(trainer, leads('lead.room')).click();
	const picture = await trainer.locator('[data-room-code]').screenshot();
	const address = await readPicture(picture);
	expect(address).toContain(`${city.url}/es/session#`);
	await pointCamera(video, [picture]);
	await button(trainer, leads('lead.close')).click();

	// one within Plaza, the others with the cameras of their phones
	await ana.goto(`${city.url}/es/session`);
	await button(ana, t('scan.scan')).click();
	await expect(ana.getByText(labName)).toBeVisible(look);
	await takePart(ana, 1);
	for (const phone of [omar, ...others]) {
		await phone.goto(address);
		await takePart(phone);
		expect(phone.url()).toBe(`${city.url}/es/session`);
	}
	const codes: Buffer[] = [];
	for (const phone of phones) codes.push(await photograph(phone.locator('[data-code]')));
	await pointCamera(video, codes, { each: 2, second: 2 });
	await button(trainer, leads('lead.scan')).click();
	await expect(trainer.locator('.number')).toHaveText('12', { timeout: 90_000 });
	await button(trainer, leads('lead.done')).click();
	await button(trainer, leads('lead.add')).click();
	for (const name of ['Rosa', 'Rosa 2']) {
		await trainer.getByLabel(leads('lead.nickname')).fill('Rosa');
		await button(trainer, leads('lead.addNow')).click();
		if (name === 'Rosa 2') await button(trainer, leads('lead.addNow')).click();
		await expect(trainer.getByText(leads('lead.new').replace('{{name}}', name))).toBeVisible();
	}
	await button(trainer, t('shell.back')).click();

	// what they learn and tell belongs to the session
	const did: number[] = [];
	for (const phone of phones) did.push(await learn(phone, city.url));
	const steps = did.reduce((sum, each) => sum + each, 0);
	await expect(ana.locator('.in-session')).toHaveText(/Casa del Raval/);
	for (const phone of [ana, omar]) {
		await tellNeed(phone, 'es', 'Quiero más encuentros como este.');
		await expect(phone.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	}
	const waiting = await waitingOn(ana);
	const kinds = new Set(waiting.map(({ kind }) => kind));
	expect([...kinds].sort()).toEqual(['attendance', 'confidence', 'need', 'progress']);
	expect(new Set(waiting.map(({ session, person }) => `${session} ${person}`)).size).toBe(1);

	// how far one is stands on the board when she is scanned again
	await ana.goto(`${city.url}/es/session`);
	await expect(joined(ana)).toBeVisible();
	await pointCamera(video, [await photograph(ana.locator('[data-code]'))]);
	await button(trainer, leads('lead.scan')).click();
	await expect(trainer.getByText(leads('lead.known').split('}}')[1] ?? '')).toBeVisible(look);
	await button(trainer, leads('lead.done')).click();
	await trainer.getByRole('link', { name: leads('board.open') }).click();
	await expect(trainer.getByText(leads('board.lastScan'))).toBeVisible();
	await expect(trainer.locator('main li .tile')).toHaveCount(14);
	const heard = trainer.locator('main li .tile', { hasText: filled('board.steps', did[0] ?? 0) });
	await expect(heard).toHaveCount(1);
	await trainer.getByRole('link', { name: leads('lead.running') }).click();

	// together: a group, one without a phone, a form on paper; then the room finds what it agrees on
	const slip = await tellForGroup(trainer, city.url);
	await tellForPerson(trainer, 'Rosa');
	await enterForm(trainer, form, video);
	const { group, behalf, paper } = toldTogether;
	const ballot = await openVote(trainer, [group, paper, behalf]);
	await takeVotes(trainer, { phones, ballot, video, without: 'Rosa' });

	// nothing is closed unseen: first what the room agrees on, which the city was not told
	await trainer.goto(`${city.url}/es/trainer/session`);
	await button(trainer, leads('lead.end')).click();
	await trainer.getByRole('link', { name: leads('closing.workshop') }).click();
	await tellResult(trainer, { agreed: shared.help, divided: shared.square });
	// the battery died: she is still closing it. The session, fourteen people, three needs and the workshop wait
	await trainer.goto(`${city.url}/es/trainer/session`);
	const seen = [
		filled('lead.counted', 14),
		filled('closing.told', 3),
		filled('lead.waits', 19),
		new RegExp(filled('together.slipsLeft', 1))
	];
	for (const words of seen) await expect(trainer.getByText(words)).toBeVisible();
	await expect(trainer.getByRole('link', { name: leads('closing.workshop') })).toHaveCount(0);
	await button(trainer, leads('lead.endNow')).click();
	await expect(trainer.getByRole('heading', { level: 1 })).toHaveText(leads('lead.ended'));
	await trainer.goto(`${city.url}/es/trainer`);
	await expect(trainer.getByText(/Casa del Raval, .*19/)).toBeVisible();
	await trainer.getByRole('link', { name: new RegExp(leads('together.slips')) }).click();
	await expect(trainer.locator('[data-slip]')).toHaveCount(1);
	await button(trainer, leads('together.handed')).click();
	await expect(trainer.getByText(leads('together.allHanded'))).toBeVisible();

	// one leaves, and says once more how sure she feels
	await ana.goto(`${city.url}/es/session`);
	await button(ana, atLab('session.leave')).click();
	await button(ana, atLab('sure.level3')).click();
	await expect(ana.getByText(atLab('session.left'))).toBeVisible();

	// everything goes to the city in files: from phone to phone, and on a stick
	const given: string[] = [];
	for (const [n, phone] of phones.entries()) given.push(await fileOf(phone, `phone-${n}`));
	await trainer.goto(`${city.url}/es/carry#take`);
	for (const [n, file] of given.entries()) {
		await trainer.locator('#take input[type=file]').setInputFiles(file);
		await expect
			.poll(async () => (await waitingOn(trainer)).length, look)
			.toBeGreaterThan(19 + 3 * n);
	}
	const stick = await fileOf(trainer, 'stick');
	// nothing but the stick reaches the city
	for (const context of contexts) await context.setOffline(true);
	await city.start();
	await staff.goto(`${city.url}/es/carry#computer`);
	await staff.getByLabel(t('carry.computer.label')).setInputFiles(stick);
	await button(staff, t('carry.computer.send')).click();
	await expect(staff.getByRole('heading', { level: 1 })).toHaveText(t('carry.computer.done'), look);
	const happened = {
		...{ sessions: [{ modules: ['scam-messages'], languages: ['es'] }], people: 14, steps },
		needs: 5,
		together: [
			{ told: 'behalf', people: null, ofSession: true },
			{ told: 'group', people: 12, ofSession: true },
			{ told: 'paper', people: null, ofSession: true }
		],
		sure: { before: 12, all: 13 },
		workshops: [workshopHeld]
	};
	expect(await sessionsAtCity(city)).toEqual(happened);
	await expectShownToStaff(staff, city.url);
	// whoever has a slip, or the part that was torn off, reads what becomes of it
	for (const code of [slip, torn]) {
		expect(code).toContain(`${city.url}/es/needs/find#`);
		await staff.goto(code);
		await expect(staff.getByRole('heading', { level: 1 })).toHaveText(t('find.found'));
	}

	// what comes again by itself when a device has internet changes nothing
	for (const device of [ana, trainer]) {
		await device.context().setOffline(false);
		await device.goto(`${city.url}/es/needs`);
		await expect.poll(() => waitingOn(device), look).toEqual([]);
	}
	expect(await sessionsAtCity(city)).toEqual(happened);
});
