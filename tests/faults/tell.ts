/** Telling a need on a phone in a browser, screen by screen, up to the tap that sends it. */
import { expect, type Page } from '@playwright/test';
import { checkNeed, openWords } from '../journeys/voice-people.ts';
import { memoryOf } from './phone-in-browser.ts';

/** All but the last tap. */
export async function prepare(
	page: Page,
	origin: string,
	words: string,
	photo?: Buffer
): Promise<void> {
	await openWords(page, origin, 'es');
	await page.getByRole('textbox').fill(words);
	if (photo) {
		const file = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo };
		await page.locator('#words input[type=file][multiple]').setInputFiles(file);
		await expect(page.locator('.thumbs li')).toHaveCount(1);
	}
	await checkNeed(page);
	await expect.poll(async () => (await memoryOf(page)).drafts[0]?.words).toBe(words);
}

/** The whole of it: *Saved on this phone*, or already further. */
export async function tell(
	page: Page,
	origin: string,
	words: string,
	photo?: Buffer
): Promise<void> {
	await prepare(page, origin, words, photo);
	await page.locator('#check .thumb .action').click();
	await expect(page.locator('#check')).toBeHidden();
}
