/** Picture cards: printed, counted at the trainer's scanner, and the way in at a shared tablet, one person after the other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { readCardCode } from '../../src/lib/domain/member.ts';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { browserWithCamera, pointCamera } from './camera.ts';
import type { CityServer } from './city-server.ts';
import { enrolTrainer, foundLab, readPicture } from './lab-people.ts';
import { makeShared, tellNeed, watchBehaviour, wordsOf } from './people.ts';
import { everythingKept } from './phone-memory.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-cards-'));
const video = join(folder, 'camera.y4m');
const look = { timeout: 30_000 };
const [t, atLab, leads] = [wordsOf('es'), wordsOf('es', 'lab'), wordsOf('es', 'trainer')];
const button = (page: Page, name: string) => page.getByRole('button', { name });

let city: CityServer;
let seeing: Browser;
let invitation = '';

test.beforeAll(async ({ browser }) => {
	const founded = await foundLab(browser);
	({ city, invitation } = founded);
	await founded.staff.context().close();
	seeing = await browserWithCamera(video);
});

test.afterAll(async () => {
	await seeing.close();
	await city.remove();
	rmSync(folder, { recursive: true });
});

async function aDevice() {
	const context = await seeing.newContext({
		viewport: { width: 360, height: 640 },
		deviceScaleFactor: 2,
		locale: 'es'
	});
	return { context, faults: watchBehaviour(context), page: await context.newPage() };
}

/** The pseudonym of who is in the session on this device now. */
function presentPerson(page: Page): Promise<string | undefined> {
	return page.evaluate(async () => {
		const opened = indexedDB.open('plaza');
		await new Promise((done) => (opened.onsuccess = done));
		const fact = opened.result.transaction('facts').objectStore('facts').get('joined');
		await new Promise((done) => (fact.onsuccess = done));
		opened.result.close();
		return (fact.result as { value: { person: string } } | undefined)?.value.person;
	});
}

/** At *Who is using this now?* somebody holds her card before the camera. */
async function enterBy(page: Page, card: Buffer): Promise<string | undefined> {
	await pointCamera(video, [card]);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('who.title'));
	await button(page, t('who.scan')).click();
	await expect(page.getByRole('heading', { name: atLab('session.joined') })).toBeVisible(look);
	return presentPerson(page);
}

test('a printed card is counted by the trainer and opens a shared tablet; after “I am finished” the next one finds nothing', async () => {
	const trainer = await aDevice();
	const desk = trainer.page;
	await enrolTrainer(desk, invitation);

	// two cards, as they come out of the printer
	await desk.getByRole('link', { name: leads('group.cards') }).click();
	await desk.getByLabel(leads('group.many')).fill('2');
	await button(desk, leads('group.makeNow')).click();
	await button(desk, t('card.print')).click();
	await expectNothingFound(desk);
	await expectFitting(desk);
	await desk.emulateMedia({ media: 'print' });
	const codes = desk.locator('.sheet .code');
	await expect(codes.locator('svg')).toHaveCount(2);
	const papers = [await codes.first().screenshot(), await codes.last().screenshot()] as const;
	await desk.emulateMedia({ media: null });
	const members = await Promise.all(
		papers.map(async (paper) => readCardCode(await readPicture(paper)))
	);
	expect(new Set(members).size).toBe(2);

	// the first is counted at the trainer's scanner; then it gets a name
	await desk.goto(`${city.url}/es/trainer/session`);
	await button(desk, leads('lead.begin')).click();
	await button(desk, leads('lead.room')).click();
	const address = await readPicture(await desk.locator('[data-room-code]').screenshot());
	await button(desk, leads('lead.close')).click();
	await pointCamera(video, [papers[0]]);
	await button(desk, leads('lead.scan')).click();
	await expect(desk.locator('.number')).toHaveText('1', look);

	// the tablet stays in the session for everybody
	const tablet = await aDevice();
	const { page } = tablet;
	await makeShared(page, city.url, 'es');
	await page.goto(address);
	await button(page, atLab('atTablet.stand')).click();
	const first = await enterBy(page, papers[0]);
	await tellNeed(page, 'es', 'Canario: una fuente');
	await button(page, t('shell.finished')).click();
	await expect(page).toHaveURL(/\/who$/);
	const left = await everythingKept(page, tablet.context);
	for (const hers of ['Canario', first, members[0]]) expect(left).not.toContain(hers);

	// the next one is herself
	const second = await enterBy(page, papers[1]);
	expect(second).not.toBe(first);
	await expect(page.locator('body')).not.toContainText('Canario');
	expect([...trainer.faults, ...tablet.faults]).toEqual([]);
});
