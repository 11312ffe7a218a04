/** A phone's memory as whoever holds the phone finds it, without Plaza: looked into, spoilt, kept shut. */
import type { Page } from '@playwright/test';

/** All rows of a store; none where there is no memory yet, which is not made by looking. */
export async function rowsOn<T>(page: Page, store: string): Promise<T[]> {
	return page.evaluate(
		(name) =>
			new Promise<T[]>((done, failed) => {
				const opening = indexedDB.open('plaza');
				opening.onupgradeneeded = () => opening.transaction?.abort();
				opening.onerror = () => {
					if (opening.error?.name === 'AbortError') done([]);
					else failed(opening.error as Error);
				};
				opening.onsuccess = () => {
					const all = opening.result.transaction(name).objectStore(name).getAll();
					all.onsuccess = () => {
						opening.result.close();
						done(all.result as T[]);
					};
				};
			}),
		store
	);
}

/** Puts a row in the place of the one with its key. */
export async function putOn(page: Page, store: string, row: object): Promise<void> {
	await page.evaluate(
		([name, row]) =>
			new Promise<void>((done) => {
				const opening = indexedDB.open('plaza');
				opening.onsuccess = () => {
					const write = opening.result.transaction(name, 'readwrite');
					write.objectStore(name).put(row);
					write.oncomplete = () => {
						opening.result.close();
						done();
					};
				};
			}),
		[store, row] as const
	);
}

/** Takes the memory up to a version that no Plaza knows yet, as one of the next years would. */
export async function makeNewer(page: Page): Promise<void> {
	await page.evaluate(
		() =>
			new Promise<void>((done, failed) => {
				const opening = indexedDB.open('plaza', 990);
				opening.onupgradeneeded = () =>
					opening.result.createObjectStore('nobodyKnowsThis', { keyPath: 'id' });
				opening.onerror = () => failed(opening.error as Error);
				opening.onsuccess = () => {
					opening.result.close();
					done();
				};
			})
	);
}

/** A page of the first Plaza that holds its memory and hears nobody. */
export async function holdOld(page: Page): Promise<void> {
	await page.evaluate(
		() =>
			new Promise<void>((done) => {
				const opening = indexedDB.open('plaza', 10);
				opening.onupgradeneeded = () => {
					const keys = { drafts: 'name', facts: 'key', steps: ['lesson', 'step'] };
					for (const [name, keyPath] of Object.entries(keys)) {
						opening.result.createObjectStore(name, { keyPath });
					}
					for (const name of ['needs', 'outbox', 'receipts', 'news']) {
						opening.result.createObjectStore(name, { keyPath: 'id' });
					}
				};
				opening.onsuccess = () =>
					done(Object.assign(window, { held: opening.result }) && undefined);
			})
	);
}

/** A bit of the disk turns in the first submission that waits. */
export async function spoilFirst(page: Page): Promise<void> {
	await page.evaluate(
		() =>
			new Promise<void>((done) => {
				const opening = indexedDB.open('plaza');
				opening.onsuccess = () => {
					const write = opening.result.transaction('outbox', 'readwrite');
					const cursor = write.objectStore('outbox').openCursor();
					cursor.onsuccess = () => {
						const entry = cursor.result?.value as { envelope: { body: { words: string } } };
						entry.envelope.body.words += '\u0000';
						cursor.result?.update(entry);
					};
					write.oncomplete = () => {
						opening.result.close();
						done();
					};
				};
			})
	);
}

/** The phone has tried in vain so often that it tries again by itself only after half an hour or more. */
export async function triesLater(page: Page): Promise<void> {
	await page.evaluate(
		() =>
			new Promise<void>((done) => {
				const opening = indexedDB.open('plaza');
				opening.onsuccess = () => {
					const write = opening.result.transaction('facts', 'readwrite');
					write.objectStore('facts').put({ key: 'failures', value: 12 });
					write.oncomplete = () => {
						opening.result.close();
						done();
					};
				};
			})
	);
}
