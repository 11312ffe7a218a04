/** An idea by voice: said without internet, heard by who moderates, and read by everybody in words that somebody wrote. */
import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { aDesk, openChallenge, tellAndSend, untilPageKept } from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { fillFolded, untilAwake, wordsOf } from './people.ts';
import { mediaOn } from './phone-memory.ts';
import { atCity, fixture, withMicrophone } from './voice-people.ts';

const t = wordsOf('es');
const words = wordsOf('en', 'staff');

test.use({ launchOptions: withMicrophone });

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

test('is said without internet, outlives the page, and is published in words alone', async ({
	browser,
	page
}) => {
	test.slow();
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'Espero horas en el médico.');
	const id = await openChallenge(desk, city.url, /médico/);
	const here = `${city.url}/es/neighbourhood/${id}`;
	await page.goto(`${city.url}/es/needs`);
	await untilPageKept(page, `/es/neighbourhood/${id}/idea`);
	await city.stop();

	await page.setViewportSize({ width: 320, height: 568 });
	await page.goto(`${here}/idea`);
	await untilAwake(page);
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByRole('alert')).toHaveText(t('idea.please'));
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.locator('.heard')).toContainText('0:03');
	// she is cut off in the middle of it: what she said is there
	await page.goto(here);
	await page.goto(`${here}/idea`);
	await expect(page.locator('.player')).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
	await page.getByLabel(t('idea.publish')).check();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	const mine = page.locator('.own');
	await expect(mine.locator('.status')).toContainText(t('messages.track.phone'));
	await expect(mine.locator('.player')).toBeVisible();
	const [said] = (await mediaOn(page)).map(({ bytes }) => bytes);
	if (!said) throw new Error('nothing was recorded');

	await city.start();
	await page.reload();
	await expect(mine.locator('.status')).toContainText(t('messages.track.sent'), {
		timeout: 20_000
	});
	await expect(mine.locator('.player')).toBeVisible();

	await desk.goto(`${city.url}/staff/challenges/${id}/ideas?state=waiting`);
	await expect(desk.locator('.boxes')).toContainText(words('media.voice'));
	await desk.getByRole('link', { name: words('ideas.look') }).click();
	const seconds = await desk.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
		await audio.play();
		return new Promise<number>((done) => (audio.onended = () => done(audio.currentTime)));
	});
	expect(seconds).toBeGreaterThan(1);
	await expectNothingFound(desk);
	await desk.getByRole('button', { name: words('ideas.publish') }).click();
	await expect(desk.getByRole('alert').first()).toBeVisible();
	await fillFolded(desk, 'text-es', 'Un cartel con las horas');
	await desk.getByRole('button', { name: words('ideas.publish') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('ideas.done.published'));

	const other = await (await browser.newContext({ locale: 'es' })).newPage();
	await other.goto(here);
	await expect(other.locator('.idea')).toContainText('Un cartel con las horas');
	await expect(other.locator('audio, .player')).toHaveCount(0);

	expect(existsSync(atCity(city, said))).toBe(true);
	await page.getByRole('button', { name: t('idea.takeBack') }).click();
	await expect.poll(() => existsSync(atCity(city, said)), { timeout: 20_000 }).toBe(false);
	expect(await mediaOn(page)).toEqual([]);
	await desk.close();
});

test('can be said without a script, by a recording alone', async ({ browser, page }) => {
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'Espero horas en el médico.');
	const id = await openChallenge(desk, city.url, /médico/);
	const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await plain.goto(`${city.url}/es/neighbourhood/${id}/idea`);
	await plain.getByRole('button').last().click();
	await plain.getByLabel(t('voice.fileNeeded')).setInputFiles(fixture('photo.jpg'));
	await plain.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(plain.getByRole('alert')).toHaveText(t('voice.notes.no-sound'));
	await plain.getByLabel(t('voice.fileNeeded')).setInputFiles(fixture('voice.m4a'));
	await plain.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(plain.getByRole('heading', { level: 1 })).toHaveText(t('sentPage.title'));
	await desk.goto(`${city.url}/staff/challenges/${id}/ideas`);
	await desk.getByRole('link', { name: words('ideas.look') }).click();
	await expect(desk.locator('audio')).toBeVisible();
	await desk.close();
});
