/** A message that waits on a phone in a real browser: opened, tried, and seen waiting or gone. */
import { expect, type Page } from '@playwright/test';
import { tapTryNow, wordsOf } from '../journeys/people.ts';
import { memoryOf } from './phone-in-browser.ts';

const t = wordsOf('es');

/** Opens the message that waits. */
export async function openWaiting(page: Page, origin: string): Promise<void> {
	const [waiting] = (await memoryOf(page)).outbox;
	await page.goto(`${origin}/es/needs`);
	await page.goto(`${origin}/es/needs#${waiting?.id}`);
	await expect(page.getByRole('button', { name: t('messages.tryNow') })).toBeEnabled();
}

/** Taps *try now*, to the end of that. */
export async function tryNow(page: Page): Promise<void> {
	await tapTryNow(page, 'es');
	await expect(page.getByRole('button', { name: t('messages.trying') })).toBeHidden();
}

/** Opens *My messages*, which sends, and waits until nothing waits any more. */
export async function sendAll(page: Page, origin: string): Promise<void> {
	await page.goto(`${origin}/es/needs`);
	await expect.poll(async () => (await memoryOf(page)).outbox).toEqual([]);
}

/** It still waits, without a problem, and is not called sent. */
export async function expectWaits(page: Page): Promise<void> {
	const { outbox, receipts } = await memoryOf(page);
	expect(outbox).toHaveLength(1);
	expect(outbox[0]?.problem).toBeUndefined();
	expect(receipts.map(({ id }) => id)).not.toContain(outbox[0]?.id);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
}
