/** A recording that something breaks off: what was said until then is kept, plays, and arrives. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { mediaOn } from '../journeys/phone-memory.ts';
import { wordsOf } from '../journeys/people.ts';
import { atCity, checkNeed, openWords } from '../journeys/voice-people.ts';
import { expectAllOnce } from './city-on-line.ts';
import { test } from './fault-test.ts';

const t = wordsOf('es');

test.use({
	switches: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
});

async function speak(page: Page, origin: string, until: string): Promise<void> {
	await openWords(page, origin, 'es');
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.locator('.heard')).toContainText(until, { timeout: 20_000 });
}

/** It can be heard to its end, and that is no earlier than `least` seconds. */
async function expectToPlay(page: Page, least: number): Promise<void> {
	const player = page.locator('#words audio');
	await page
		.locator('#words')
		.getByRole('button', { name: t('voice.play') })
		.click();
	const now = () => player.evaluate((audio: HTMLAudioElement) => audio.currentTime);
	await player.evaluate((audio: HTMLAudioElement) => (audio.playbackRate = 8));
	await expect.poll(now).toBeGreaterThan(least);
}

test('F44: the phone falls asleep while she speaks, and is dead when it should wake: what she said is there, plays and arrives', async ({
	lab,
	phone
}) => {
	const { line, city } = lab;
	await speak(phone.page, line.url, '0:07');
	const browser = await phone.context.newCDPSession(phone.page);
	await browser.send('Page.setWebLifecycleState', { state: 'frozen' });
	await phone.losePages();
	await phone.page.goto(`${line.url}/es/needs/new#words`);
	await expect(phone.page.getByText(t('voice.notes.found'))).toBeVisible();
	const [voice] = await mediaOn(phone.page);
	expect(voice?.seconds).toBeGreaterThan(2);
	await expectToPlay(phone.page, 2);
	await checkNeed(phone.page);
	await phone.page.locator('#check .thumb .action').click();
	await expect(phone.page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	await expectAllOnce(phone.page, lab);
	expect(readFileSync(atCity(city, voice?.bytes as Buffer))).toEqual(voice?.bytes);
});

test('F16: the browser needs the memory of the page that records: less than five seconds are lost', async ({
	lab,
	phone
}) => {
	await speak(phone.page, lab.line.url, '0:06');
	await phone.losePages();
	await phone.page.goto(`${lab.line.url}/es/needs/new#words`);
	await expect(phone.page.getByText(t('voice.notes.found'))).toBeVisible();
	const [voice] = await mediaOn(phone.page);
	expect(6 - (voice?.seconds ?? 0)).toBeLessThan(5);
	await expectToPlay(phone.page, 1);
});
