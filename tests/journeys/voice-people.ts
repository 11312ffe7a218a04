/** What the people of the journeys with voice and photo do. */
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { hashOf } from '../integration/media-made.ts';
import type { CityServer } from './city-server.ts';

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
