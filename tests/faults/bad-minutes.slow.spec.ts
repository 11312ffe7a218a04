/** Minutes of a bad line, a slow one, and a phone that dies again and again. The seed is printed, and may be given as SEED. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { mediaOn } from '../journeys/phone-memory.ts';
import { wordsOf } from '../journeys/people.ts';
import { atCity, checkNeed, openWords } from '../journeys/voice-people.ts';
import type { Fault } from './chaos-proxy.ts';
import { expectAllOnce } from './city-on-line.ts';
import { test } from './fault-test.ts';
import { aLargePhoto } from './large-photo.ts';
import { memoryOf } from './phone-in-browser.ts';
import { tapAndStop } from './stop-at-step.ts';
import { prepare, tell } from './tell.ts';

const t = wordsOf('es');
const minute = 60_000;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

test.use({
	switches: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
});

/** Numbers from 0 to 1 that are the same for the same seed. */
function chances(): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}

test('F45: for four minutes the internet comes and goes every few seconds: all arrives, once, with few requests', async ({
	lab,
	phone
}) => {
	test.setTimeout(10 * minute);
	console.log(`seed ${seed}`);
	const { line } = lab;
	const chance = chances();
	const faults: Fault[] = ['none', 'cut-before-city', 'cut-after-answer', 'silence', 'twice'];
	let over = false;
	const flipping = (async () => {
		for (let isOffline = true; !over; isOffline = !isOffline) {
			await phone.context.setOffline(isOffline);
			line.always(faults[Math.floor(chance() * faults.length)] ?? 'none');
			await pause(chance() * 10_000);
		}
	})();
	const began = Date.now();
	for (let n = 1; Date.now() - began < 4 * minute; n++) {
		await tell(phone.page, line.url, `Va y viene ${n}`, n % 3 ? undefined : await aLargePhoto());
		await pause(chance() * 20_000);
	}
	over = true;
	await flipping;
	expect(line.asked.length).toBeLessThan(4 * 100);
	await phone.context.setOffline(false);
	line.heal();
	await phone.page.goto(`${line.url}/es/needs`);
	const arrived = await expectAllOnce(phone.page, lab);
	console.log(`${arrived.length} messages`);
});

test('F12: a line of 1,000 bytes a second brings a photo in pieces that get smaller', async ({
	lab,
	phone
}) => {
	test.setTimeout(12 * minute);
	const { line } = lab;
	const photo = await aLargePhoto();
	line.aim(/^PUT \/api\/media/);
	line.always('slow');
	await tell(phone.page, line.url, 'Despacio.', photo);
	await phone.page.goto(`${line.url}/es/needs`);
	await expect
		.poll(async () => (await memoryOf(phone.page)).outbox, { timeout: 10 * minute })
		.toEqual([]);
	await expectAllOnce(phone.page, lab);
	const pieces = line.asked.filter(({ method }) => method === 'PUT');
	// the first one is too much for a minute, the others are not
	expect(pieces[0]?.status).toBeUndefined();
	expect(pieces.slice(1).every(({ status }) => status === 200)).toBe(true);
});

test('F44: a recording ends by itself after 90 seconds, plays, and arrives', async ({
	lab,
	phone
}) => {
	test.setTimeout(4 * minute);
	const { page } = phone;
	await openWords(page, lab.line.url, 'es');
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.locator('#words .player')).toBeVisible({ timeout: 2 * minute });
	const [voice] = await mediaOn(page);
	expect(voice?.seconds).toBeGreaterThan(85);
	expect(voice?.seconds).toBeLessThanOrEqual(90);
	await checkNeed(page);
	await page.locator('#check .thumb .action').click();
	await expect(page.locator('#check')).toBeHidden();
	await expectAllOnce(page, lab);
	expect(readFileSync(atCity(lab.city, voice?.bytes as Buffer))).toEqual(voice?.bytes);
});

test('F16: the whole browser is killed 20 times at any moment after the tap that saves', async ({
	lab,
	phone
}) => {
	test.setTimeout(10 * minute);
	console.log(`seed ${seed}`);
	const chance = chances();
	let told = 0;
	for (let round = 0; round < 20; round++) {
		await prepare(phone.page, lab.line.url, `Ronda ${round}`);
		await tapAndStop(phone.page, '#check .thumb .action');
		await pause(chance() * 150);
		await phone.die();
		await phone.open();
		await phone.page.goto(`${lab.line.url}/es/needs`);
		const { needs, drafts } = await memoryOf(phone.page);
		expect(needs.length - told + drafts.length).toBe(1);
		told = needs.length;
	}
	console.log(`${told} of 20 were saved`);
	await expectAllOnce(phone.page, lab);
});
