/** A phone with a real browser: its memory outlives the browser, which a test may kill. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test';
import { dieSuddenly, killPages } from '../journeys/sudden-death.ts';

export type Phone = {
	context: BrowserContext;
	/** The page in front. */
	page: Page;
	/** Takes it up again after the browser ended. */
	open(): Promise<void>;
	/** The page is closed, and a new one comes in front. */
	closePage(): Promise<void>;
	/** The battery is empty. */
	die(): Promise<void>;
	/** The browser needs the memory of its pages for something else; a new one comes in front. */
	losePages(): Promise<void>;
	/** The browser may not wake the worker by itself: only pages send. */
	forbidBackgroundSync(): Promise<void>;
	remove(): Promise<void>;
};

/** A new phone, switched on. `more`: further switches of its browser. */
export async function newPhone(options: LaunchOptions, more: string[] = []): Promise<Phone> {
	const profile = mkdtempSync(join(tmpdir(), 'plaza-fault-'));
	const launch = async () => {
		const context = await chromium.launchPersistentContext(profile, {
			...options,
			args: [...(options.args ?? []), ...more],
			locale: 'es',
			viewport: { width: 320, height: 568 }
		});
		return { context, page: context.pages()[0] ?? (await context.newPage()) };
	};
	const phone: Phone = {
		...(await launch()),
		open: async () => void Object.assign(phone, await launch()),
		closePage: async () => {
			const { page } = phone;
			phone.page = await phone.context.newPage();
			await page.close();
		},
		die: () => dieSuddenly(profile),
		losePages: async () => {
			const lost = phone.context.pages();
			const gone = lost.map((page) => page.waitForEvent('crash'));
			await killPages(profile);
			await Promise.all(gone);
			phone.page = await pageAfterDeath(phone.context);
			for (const page of lost) await page.close();
		},
		forbidBackgroundSync: async () => {
			const browser = await phone.context.newCDPSession(phone.page);
			await browser.send('Browser.setPermission', {
				permission: { name: 'background-sync' },
				setting: 'denied'
			});
		},
		remove: async () => {
			await phone.context.close();
			rmSync(profile, { recursive: true, force: true });
		}
	};
	return phone;
}

/** The browser may still give out a process that was just killed: then another page is opened. */
async function pageAfterDeath(context: BrowserContext, tries = 5): Promise<Page> {
	const page = await Promise.race([
		context.newPage().catch(() => undefined),
		pause(5_000, undefined)
	]);
	if (page) return page;
	if (tries === 1) throw new Error('the browser opens no page any more');
	return pageAfterDeath(context, tries - 1);
}

type Kept = { id: string; sha256: string };
export type Memory = {
	needs: Kept[];
	outbox: (Kept & { problem?: string; missing?: string[]; failures: number })[];
	receipts: (Kept & { receivedAt: string })[];
	drafts: { words: string }[];
	media: { owner: string; sha256: string | null; seconds?: number }[];
	facts: { key: string; value: unknown }[];
};

/** What lies in the phone's memory, seen from a page of Plaza. */
export async function memoryOf(page: Page): Promise<Memory> {
	return page.evaluate(async () => {
		const opened = indexedDB.open('plaza');
		// looking must not make it before Plaza does
		opened.onupgradeneeded = () => opened.transaction?.abort();
		const isThere = await new Promise((done) => {
			opened.onsuccess = () => done(true);
			opened.onerror = () => done(false);
		});
		const names = ['needs', 'outbox', 'receipts', 'drafts', 'media', 'facts'];
		if (!isThere) return Object.fromEntries(names.map((name) => [name, []])) as unknown as Memory;
		const stores = opened.result.transaction(names);
		const rows = await Promise.all(
			names.map(
				(name) =>
					new Promise<unknown[]>((done) => {
						const asked = stores.objectStore(name).getAll();
						asked.onsuccess = () => done(asked.result as unknown[]);
					})
			)
		);
		opened.result.close();
		return Object.fromEntries(names.map((name, at) => [name, rows[at]])) as unknown as Memory;
	});
}
