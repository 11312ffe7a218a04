/** Looks into a phone's memory from outside, as whoever held the phone could. */
import { expect, type BrowserContext, type Page } from '@playwright/test';

export type KeptOnPhone = {
	owner: string;
	role: string;
	type: string;
	sha256: string | null;
	seconds?: number;
	bytes: Buffer;
};

/** The recordings and photos on a phone, with their bytes. */
export async function mediaOn(page: Page): Promise<KeptOnPhone[]> {
	const found = await page.evaluate(async () => {
		const opened = indexedDB.open('plaza');
		await new Promise((done, failed) => {
			opened.onsuccess = done;
			opened.onerror = failed;
		});
		const stores = opened.result.transaction(['media', 'pieces']);
		const all = <T>(name: string) =>
			new Promise<T[]>((done) => {
				const asked = stores.objectStore(name).getAll() as IDBRequest<T[]>;
				asked.onsuccess = () => done(asked.result);
			});
		type Kept = { id: string; owner: string; role: string; type: string; sha256: string | null };
		const media = await all<Kept & { position: number; addedAt: number }>('media');
		const pieces = await all<{ media: string; n: number; bytes: ArrayBuffer }>('pieces');
		opened.result.close();
		return media
			.sort((a, b) => a.position - b.position || a.addedAt - b.addedAt)
			.map((kept) => ({
				...kept,
				bytes: pieces
					.filter((piece) => piece.media === kept.id)
					.sort((a, b) => a.n - b.n)
					.flatMap((piece) => [...new Uint8Array(piece.bytes)])
			}));
	});
	return found.map((kept) => ({ ...kept, bytes: Buffer.from(kept.bytes) }));
}

/** Fills a phone: the browser's own limit for this page, so low that nothing more fits; it notices within half a minute. */
export async function fillPhone(page: Page): Promise<void> {
	const browser = await page.context().newCDPSession(page);
	const { origin } = new URL(page.url());
	await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
	const isFull = () =>
		page.evaluate(async () => {
			const opened = indexedDB.open('plaza');
			await new Promise((done) => (opened.onsuccess = done));
			const write = opened.result.transaction('facts', 'readwrite');
			write.objectStore('facts').put({ key: 'test', value: 1 });
			const full = await new Promise((done) => {
				write.oncomplete = () => done(false);
				write.onabort = () => done(true);
			});
			opened.result.close();
			return full;
		});
	await expect.poll(isFull, { timeout: 60_000 }).toBe(true);
}

/** Everything that the browser keeps for this address, as text. */
export async function everythingKept(page: Page, context: BrowserContext): Promise<string> {
	const inPage = await page.evaluate(async () => {
		const found: string[] = [
			JSON.stringify({ ...localStorage }),
			JSON.stringify({ ...sessionStorage })
		];
		for (const { name } of await indexedDB.databases()) {
			const db = await new Promise<IDBDatabase>((done, failed) => {
				const opening = indexedDB.open(name ?? '');
				opening.onsuccess = () => done(opening.result);
				opening.onerror = () => failed(opening.error);
			});
			for (const store of db.objectStoreNames) {
				const rows = await new Promise<unknown[]>((done) => {
					const all = db.transaction(store).objectStore(store).getAll();
					all.onsuccess = () => done(all.result as unknown[]);
				});
				for (const row of rows) {
					found.push(
						JSON.stringify(row, (_, value: unknown) =>
							value instanceof ArrayBuffer
								? Array.from(new Uint8Array(value), (byte) => String.fromCharCode(byte)).join('')
								: value
						)
					);
				}
			}
			db.close();
		}
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) {
				found.push(request.url, (await (await cache.match(request))?.text()) ?? '');
			}
		}
		return found.join('\n');
	});
	return inPage + JSON.stringify(await context.cookies());
}
