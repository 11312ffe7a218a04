/** The pages of a language on this phone: brought from the server's list, given from here, whole builds at a time. */
import * as v from 'valibot';
import { version } from '$service-worker';
import { packPagesSchema, packSchema, type Pack } from '$lib/domain/pack.ts';
import { filesOf } from './files.ts';

const prefix = 'pages ';
const indexUrl = '/pack-index';

const cacheOf = (lang: string) => `${prefix}${version} ${lang}`;

/** The language of a path, if it has one. */
export function languageOf(path: string): string | undefined {
	return /^\/([a-z]{2})(?:\/|$)/.exec(path)?.[1];
}

/** The languages that this phone keeps, of this build or one before. */
export async function keptLanguages(): Promise<string[]> {
	const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
	return [...new Set(names.map((name) => name.slice(name.lastIndexOf(' ') + 1)))];
}

/**
 * Brings what has changed of a language's pack. Pages of another build are not taken: they come with the worker of
 * that build.
 * @returns whether the language is now kept whole
 * @throws when something could not be fetched, or is not what the list says (a login page, say)
 */
export async function keepLanguage(lang: string): Promise<boolean> {
	const response = await fetch(`/api/packs/${lang}`, { redirect: 'error', cache: 'no-cache' });
	const pack = v.parse(packSchema, await response.json());
	if (pack.build !== version) return false;
	const files = filesOf(lang).map((url) => ({ url, revision: version, size: 0 }));
	const wanted: Pack['pages'] = [...pack.pages, ...files];
	const cache = await caches.open(cacheOf(lang));
	const index = await readIndex(cache);
	const changed = (pages: Pack['pages']) =>
		pages.filter(({ url, revision }) => index[url] !== revision);
	const pages = changed(pack.pages);
	if (pages.length > fewPages) await bringTogether(cache, lang, pages);
	else for (const page of pages) await bring(cache, lang, page);
	for (const file of changed(files)) await bring(cache, lang, file);
	const current = Object.fromEntries(wanted.map(({ url, revision }) => [url, revision]));
	for (const url of Object.keys(index)) if (!(url in current)) await cache.delete(url);
	await cache.put(indexUrl, new Response(JSON.stringify(current)));
	return true;
}

/** All pages in one request; what is no page of its own comes alone. Up to `fewPages` weigh less one by one. */
async function bringTogether(cache: Cache, lang: string, wanted: Pack['pages']): Promise<void> {
	const response = await fetch(`/api/packs/${lang}/pages`, { redirect: 'error' });
	const { build, pages } = v.parse(packPagesSchema, await response.json());
	if (build !== version) throw new Error('the pages are of another build');
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

const fewPages = 5;

async function bring(cache: Cache, lang: string, page: Pack['pages'][number]): Promise<void> {
	const { url } = page;
	// built files never change; pages are asked for again, which costs nothing where they are the same
	const immutable = url.includes('/immutable/');
	const response = await fetch(url, {
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

async function hashOf(body: BufferSource): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
	const binary = Array.from(digest, (byte) => String.fromCharCode(byte)).join('');
	return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

async function readIndex(cache: Cache): Promise<Record<string, string>> {
	const kept = await cache.match(indexUrl);
	return kept ? ((await kept.json()) as Record<string, string>) : {};
}

/** A page or file from this build's keeping; what stands behind the ? makes no other page. */
export async function keptPage(url: URL): Promise<Response | undefined> {
	const lang = languageOf(url.pathname);
	const languages = lang ? [lang] : await keptLanguages();
	for (const each of languages) {
		if (!(await caches.has(cacheOf(each)))) continue;
		const page = await (await caches.open(cacheOf(each))).match(url.pathname);
		if (page) return page;
	}
	return undefined;
}

/** Lets go of the pages of other builds. */
export async function dropOtherBuilds(): Promise<void> {
	const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
	const others = names.filter((name) => !name.startsWith(`${prefix}${version} `));
	await Promise.all(others.map((name) => caches.delete(name)));
}
