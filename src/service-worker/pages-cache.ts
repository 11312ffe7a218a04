/** Where the pages of a language lie on this phone: one cache for each build and language. */
import { version } from '$service-worker';

export const prefix = 'pages ';

const indexUrl = '/pack-index';

/** The name of this build's cache of a language. */
export function pagesCacheOf(lang: string): string {
	return `${prefix}${version} ${lang}`;
}

/** This build's pages of a language. */
export function openPages(lang: string): Promise<Cache> {
	return caches.open(pagesCacheOf(lang));
}

/** The languages that this phone keeps, of this build or one before. */
export async function keptLanguages(): Promise<string[]> {
	const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
	return [...new Set(names.map((name) => name.slice(name.lastIndexOf(' ') + 1)))];
}

/** The revision of each page that is kept, by its address. */
export async function readIndex(cache: Cache): Promise<Record<string, string>> {
	const kept = await cache.match(indexUrl);
	return kept ? ((await kept.json()) as Record<string, string>) : {};
}

/** Says which pages are kept: only once they all are. */
export async function writeIndex(cache: Cache, index: Record<string, string>): Promise<void> {
	await cache.put(indexUrl, new Response(JSON.stringify(index)));
}

let last: Promise<unknown> = Promise.resolve();

/** Two that change what is kept wait for each other. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
	const mine = last.then(work, work);
	last = mine.catch(() => undefined);
	return mine;
}
