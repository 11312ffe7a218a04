/** What the people of the journeys with voice and photo do. */
import { join } from 'node:path';
import { expect, type Browser, type LaunchOptions, type Page } from '@playwright/test';
import { hashOf } from '../integration/media-made.ts';
import type { CityServer } from './city-server.ts';
import { tellNeed, untilKept, watchBehaviour } from './people.ts';

export const fixture = (name: string) => join(import.meta.dirname, '../fixtures', name);

/** Where the bytes lie at the city, whole and verified. */
export function atCity({ dataFolder }: CityServer, bytes: Buffer): string {
	return join(dataFolder, 'media', hashOf(bytes).slice(0, 2), hashOf(bytes));
}

/** Goes to the screen where a need is said, written or shown. */
export async function openWords(page: Page, origin: string, lang: string): Promise<void> {
	await page.goto(`${origin}/${lang}/needs/new`);
	await page.locator('#topic input[value=access]').check();
	await page.locator('#topic .action').click();
}

/** From there to the screen where it is checked. */
export async function checkNeed(page: Page): Promise<void> {
	await page.locator('#words .thumb .action').click();
	await page.locator('#place input[value=none]').check();
	await page.locator('#place .thumb .action').click();
	await expect(page.locator('#check')).toBeVisible();
}

/** On a phone of her own, of the smallest size, a person tells her need; the city has it. Gives what the phone must not do. */
export async function tellOnPhone(
	browser: Browser,
	origin: string,
	{ lang, need }: { lang: string; need: string }
) {
	const context = await browser.newContext({ locale: lang, viewport: { width: 320, height: 568 } });
	const faults = watchBehaviour(context);
	const page = await context.newPage();
	await page.goto(`${origin}/${lang}`);
	await untilKept(page, lang);
	await tellNeed(page, lang, need);
	await expect(page.locator('main ol .sent')).toBeVisible();
	return { page, faults };
}

/** Opens her answered need, in which the answer stands and can be heard. */
export async function openSpoken(
	page: Page,
	origin: string,
	{ lang, answer }: { lang: string; answer: string }
): Promise<void> {
	await page.goto(`${origin}/${lang}/needs`);
	await page.locator('main a.card').first().click();
	await expect(page.getByText(answer)).toBeVisible();
	await expect(page.locator('.replies audio')).toBeVisible();
}

/** Plays the answer that stands there to its end, and gives how many seconds it was. */
export function playToItsEnd(page: Page): Promise<number> {
	return page.locator('.replies audio').evaluate(
		(audio: HTMLAudioElement) =>
			new Promise<number>((done, failed) => {
				audio.onended = () => done(audio.currentTime);
				audio.onerror = () => failed(new Error('it cannot be played'));
				void audio.play();
			})
	);
}

/** A browser with a microphone that beeps, and a person who lets it be used: for `test.use({ launchOptions })`. */
export async function withMicrophone(
	{ launchOptions }: { launchOptions: LaunchOptions },
	use: (options: LaunchOptions) => Promise<void>
): Promise<void> {
	const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
	await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...microphone] });
}
