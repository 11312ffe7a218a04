/** Built files that few phones need: kept from their first use on, not fetched before it. */
import { build } from '$service-worker';

const cacheName = 'seldom';

/** Is this one of them? */
export function isSeldom(url: URL): boolean {
	return url.pathname.includes('/immutable/seldom/');
}

/** The file as it is kept, else from the network, to be kept from now on. */
export async function keptFromFirstUse(request: Request): Promise<Response> {
	const cache = await caches.open(cacheName);
	const kept = await cache.match(request.url);
	if (kept) return kept;
	const response = await fetch(request);
	if (response.ok) await cache.put(request.url, response.clone());
	return response;
}

/** Lets go of files that this build does not have. */
export async function dropUnused(): Promise<void> {
	const cache = await caches.open(cacheName);
	for (const { url } of await cache.keys()) {
		if (!build.includes(new URL(url).pathname)) await cache.delete(url);
	}
}
