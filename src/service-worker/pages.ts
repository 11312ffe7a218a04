/** The pages of a language on this phone: brought from the server's list, given from here, whole builds at a time. */
import * as v from 'valibot';
import { version } from '$service-worker';
import { moduleOfPage, otherParts, packSchema, type Pack } from '$lib/domain/pack.ts';
import { filesOf } from './files.ts';
import { hashOf } from './hash.ts';
import { keptModules, writeKeptModules } from './kept-modules.ts';
import {
	inTurn,
	keptLanguages,
	openPages,
	pagesCacheOf,
	prefix,
	readIndex,
	writeIndex
} from './pages-cache.ts';
import { addressOf } from './drawings.ts';
import { fetchPages } from './fetch-pages.ts';
import { keepFilesOf } from './parts.ts';

/** The language of a path, if it has one. */
export function languageOf(path: string): string | undefined {
	return /^\/([a-z]{2})(?:\/|$)/.exec(path)?.[1];
}

/**
 * Brings what has changed of a language's pack and of the modules that are kept with it. Pages of another build are not
 * taken: they come with the worker of that build.
 * @returns whether the language is now kept whole
 * @throws when something could not be fetched, or is not what the list says (a login page, say)
 */
export function keepLanguage(lang: string): Promise<boolean> {
	return inTurn(() => bringLanguage(lang));
}

async function bringLanguage(lang: string): Promise<boolean> {
	const modules = Object.keys(await keptModules(lang)).sort();
	const asked = modules.length > 0 ? `?modules=${modules.join(',')}` : '';
	const response = await fetch(`/api/packs/${lang}${asked}`, {
		redirect: 'error',
		cache: 'no-cache'
	});
	const pack = v.parse(packSchema, await response.json());
	if (pack.build !== version) return false;
	const files = filesOf(lang).map((url) => ({ url, revision: version, size: 0 }));
	const wanted: Pack['pages'] = [...pack.pages, ...files];
	const cache = await openPages(lang);
	const index = await readIndex(cache);
	const changed = (pages: Pack['pages']) =>
		pages.filter(({ url, revision }) => index[url] !== revision);
	for (const [part, pages] of partsOf(changed(pack.pages), modules)) {
		if (pages.length > fewPagesOf(part)) await bringTogether(cache, lang, pages, part);
		else for (const page of pages) await bring(cache, lang, page);
	}
	for (const file of changed(files)) await bring(cache, lang, file);
	const current = Object.fromEntries(wanted.map(({ url, revision }) => [url, revision]));
	for (const url of Object.keys(index)) if (!(url in current)) await cache.delete(url);
	await writeIndex(cache, current);
	await writeKeptModules(lang, await keptModules(lang));
	for (const part of otherParts) if (modules.includes(part)) await keepFilesOf(lang, part);
	return true;
}

/** Pages of modules that came by a tap, each module by itself, and all others. */
function partsOf(pages: Pack['pages'], modules: string[]): Map<string, Pack['pages']> {
	const parts = new Map<string, Pack['pages']>();
	for (const page of pages) {
		const module = moduleOfPage(page.url);
		const part = module !== undefined && modules.includes(module) ? `?module=${module}` : '';
		parts.set(part, [...(parts.get(part) ?? []), page]);
	}
	return parts;
}

/** Up to so many pages weigh less one by one than the whole part. */
function fewPagesOf(part: string): number {
	return part === '' ? 5 : 1;
}

/** All pages of a part in one request; what is no page of its own comes alone. */
async function bringTogether(
	cache: Cache,
	lang: string,
	wanted: Pack['pages'],
	part: string
): Promise<void> {
	const pages = await fetchPages(lang, part);
	for (const page of wanted) {
		const found = pages.find(({ url }) => url === page.url);
		if (!found) {
			await bring(cache, lang, page);
			continue;
		}
		await expect(page, new TextEncoder().encode(found.text));
		await cache.put(page.url, new Response(found.text, { headers: found.headers }));
	}
}

async function bring(cache: Cache, lang: string, page: Pack['pages'][number]): Promise<void> {
	const { url } = page;
	// built files never change; pages are asked for again, which costs nothing where they are the same
	const immutable = url.includes('/immutable/');
	const response = await fetch(addressOf(url), {
		redirect: 'error',
		cache: immutable ? 'default' : 'no-cache',
		// the first screen puts the asked language first
		headers: { 'accept-language': lang }
	});
	if (!response.ok) throw new Error(`${url}: ${response.status}`);
	await expect(page, await response.clone().arrayBuffer());
	await cache.put(url, response);
}

/** @throws when this is not what the list promised */
async function expect(page: Pack['pages'][number], body: BufferSource): Promise<void> {
	if (page.revision === version || (await hashOf(body)) === page.revision) return;
	throw new Error(`${page.url} is not what the list says`);
}

/** A page or file from this build's keeping; what stands behind the ? makes no other page. */
export async function keptPage(url: URL): Promise<Response | undefined> {
	const lang = languageOf(url.pathname);
	const languages = lang ? [lang] : await keptLanguages();
	for (const each of languages) {
		if (!(await caches.has(pagesCacheOf(each)))) continue;
		const page = await (await openPages(each)).match(url.pathname);
		if (page) return page;
	}
	return undefined;
}

/** Is a language here whole, as some list said it? */
export async function isKept(lang: string): Promise<boolean> {
	if (!(await caches.has(pagesCacheOf(lang)))) return false;
	return `/${lang}` in (await readIndex(await openPages(lang)));
}

/** Lets go of the pages of other builds. */
export async function dropOtherBuilds(): Promise<void> {
	const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
	const others = names.filter((name) => !name.startsWith(`${prefix}${version} `));
	await Promise.all(others.map((name) => caches.delete(name)));
}
