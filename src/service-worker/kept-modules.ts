/** Modules that somebody wanted on this phone, beside those that every phone keeps. */
import type { KeptModules } from '$lib/domain/shelf.ts';
import { openPages, prefix } from './pages-cache.ts';

const keptUrl = '/kept-modules';

/** The modules of a language that were wanted on this phone, under this build or one before. */
export async function keptModules(lang: string): Promise<KeptModules> {
	const names = (await caches.keys()).filter(
		(name) => name.startsWith(prefix) && name.endsWith(` ${lang}`)
	);
	const all: KeptModules = {};
	for (const name of names) {
		const kept = await (await caches.open(name)).match(keptUrl);
		if (kept) Object.assign(all, (await kept.json()) as KeptModules);
	}
	return all;
}

/** Remembers them under this build. */
export async function writeKeptModules(lang: string, modules: KeptModules): Promise<void> {
	await (await openPages(lang)).put(keptUrl, new Response(JSON.stringify(modules)));
}
