/** Brings modules that somebody wants, their size said before, and proves that they play without internet. */
import * as v from 'valibot';
import { version } from '$service-worker';
import { moduleOfPage } from '$lib/domain/pack.ts';
import { shelfSchema, type Shelf } from '$lib/domain/shelf.ts';
import { fetchPages } from './fetch-pages.ts';
import { hashOf } from './hash.ts';
import { keptModules, writeKeptModules } from './kept-modules.ts';
import { inTurn, openPages, readIndex, writeIndex } from './pages-cache.ts';

/**
 * What else the city has of a language.
 * @throws when the city cannot be asked, or has another build
 */
export async function fetchShelf(lang: string): Promise<Shelf['modules']> {
	const response = await fetch(`/api/packs/${lang}/modules`, { redirect: 'error' });
	const { build, modules } = v.parse(shelfSchema, await response.json());
	if (build !== version) throw new Error('the modules are of another build');
	return modules;
}

/**
 * Brings modules and keeps them from now on; all of them in whole groups. What came stays when the line breaks.
 * @param came is called whenever one is kept
 * @throws when the line breaks
 */
export function keepModules(
	lang: string,
	wanted: readonly string[],
	came: (slug: string) => void
): Promise<void> {
	return inTurn(() => bringModules(lang, wanted, came));
}

async function bringModules(
	lang: string,
	wanted: readonly string[],
	came: (slug: string) => void
): Promise<void> {
	const shelf = await fetchShelf(lang);
	const kept = await keptModules(lang);
	const missing = shelf.filter(({ slug }) => wanted.includes(slug) && !(slug in kept));
	const whole = missing.filter(({ group }) =>
		shelf.every((other) => other.group !== group || missing.includes(other))
	);
	const parts = new Map(
		missing.map((module): [string, string] =>
			whole.includes(module)
				? [`?group=${module.group}`, module.slug]
				: [`?module=${module.slug}`, module.slug]
		)
	);
	for (const part of parts.keys()) {
		for (const slug of await bringPart(lang, part)) came(slug);
	}
}

/**
 * Brings pages that come together and keeps them; gives the modules to which they belong.
 * @throws when the line breaks
 */
export async function bringPart(lang: string, part: string): Promise<Set<string>> {
	const cache = await openPages(lang);
	const index = await readIndex(cache);
	const now = await keptModules(lang);
	const arrived = new Set<string>();
	for (const { url, headers, text } of await fetchPages(lang, part)) {
		await cache.put(url, new Response(text, { headers }));
		index[url] = await hashOf(new TextEncoder().encode(text));
		const module = moduleOfPage(url);
		if (module !== undefined) arrived.add(module);
	}
	await writeIndex(cache, index);
	for (const slug of arrived) now[slug] = '';
	await writeKeptModules(lang, now);
	return arrived;
}

/**
 * Opens every lesson of a language from this phone alone, with all files that it names, and remembers when that went well.
 * @returns the modules in which something is not here
 */
export async function proveModules(lang: string): Promise<string[]> {
	const cache = await openPages(lang);
	const lacking = new Set<string>();
	for (const url of Object.keys(await readIndex(cache))) {
		const module = moduleOfPage(url);
		if (module !== undefined && !(await isWhole(cache, url))) lacking.add(module);
	}
	const kept = await keptModules(lang);
	const now = new Date().toISOString();
	for (const slug of Object.keys(kept)) kept[slug] = lacking.has(slug) ? '' : now;
	await writeKeptModules(lang, kept);
	return [...lacking];
}

async function isWhole(cache: Cache, url: string): Promise<boolean> {
	const page = await cache.match(url);
	if (!page) return false;
	const named =
		(await page.text()).match(/_app\/immutable\/[\w/.-]+|drawings(?:\/[\w-]+)?\.svg/g) ?? [];
	for (const file of new Set(named)) {
		if (!(await caches.match(`/${file}`, { ignoreSearch: true }))) return false;
	}
	return true;
}
