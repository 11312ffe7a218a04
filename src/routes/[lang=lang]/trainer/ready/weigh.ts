/** How much would come to this device, before anything does; and how much room is left. */
import * as v from 'valibot';
import { reelsSchema } from '$lib/domain/voice.ts';
import { isModule, languagesFor, partsFor, type Wish } from '$lib/domain/trainer-ready.ts';
import { askWorker } from '../ask-worker.ts';

/**
 * Bytes as they travel, of all that is not here yet.
 * @throws when the city cannot be asked
 */
export async function weigh(lang: string, wish: Wish): Promise<number> {
	const langs = languagesFor(lang, wish);
	const sizes = langs.flatMap((each) => [weighPages(each, wish), weighVoice(each, wish)]);
	const all = await Promise.all([...sizes, weighFiles(langs)]);
	return all.reduce((sum, size) => sum + size, 0);
}

/** Bytes that are free here; undefined where the browser does not say. */
export async function roomLeft(): Promise<number | undefined> {
	const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
	return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}

/** The languages whose pages lie here, as the worker calls their caches. */
async function isHere(lang: string, path: string): Promise<boolean> {
	const names = (await caches.keys()).filter(
		(name) => name.startsWith('pages ') && name.endsWith(` ${lang}`)
	);
	for (const name of names) if (await (await caches.open(name)).match(path)) return true;
	return false;
}

async function weighPages(lang: string, wish: Wish): Promise<number> {
	const base = `/api/packs/${lang}/pages`;
	const wanted = (await isHere(lang, '/pack-index')) ? [] : [base];
	const shelf = await askWorker({ shelf: lang });
	if (!shelf || !('kept' in shelf) || !shelf.offered) throw new Error('no answer');
	let size = 0;
	for (const part of partsFor(wish)) {
		if (isModule(part)) size += part in shelf.kept ? 0 : (shelf.offered[part] ?? 0);
		else if (!(await isHere(lang, part === 'start' ? `/${lang}/session` : `/${lang}/${part}`))) {
			wanted.push(`${base}?module=${part}`);
		}
	}
	for (const url of wanted) size += await weighOne(url);
	return size;
}

async function weighVoice(lang: string, wish: Wish): Promise<number> {
	const response = await fetch(`/api/voices/${lang}?modules=${wish.modules.join(',')}`);
	const { reels } = v.parse(reelsSchema, await response.json());
	const kept = (await caches.has(`voices ${lang}`))
		? (await (await caches.open(`voices ${lang}`)).keys()).map(({ url }) => url)
		: [];
	const missing = reels.filter(({ name }) => !kept.some((url) => url.includes(`name=${name}`)));
	return missing.reduce((sum, { size }) => sum + size, 0);
}

async function weighFiles(langs: string[]): Promise<number> {
	const answer = await askWorker({ filesFor: langs });
	if (!answer || !('files' in answer)) throw new Error('no worker');
	let size = 0;
	for (const file of answer.files) {
		if (!(await caches.match(file, { ignoreSearch: true }))) size += await weighOne(file);
	}
	return size;
}

async function weighOne(url: string): Promise<number> {
	const { headers } = await fetch(url, { method: 'HEAD', redirect: 'error' });
	return Number(headers.get('content-length') ?? 0);
}
