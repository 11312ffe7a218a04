/**
 * Brings all that a session needs to this device, in small pieces: one that is here does not come again, so who stops
 * goes on where she was.
 */
import * as v from 'valibot';
import { packSchema, moduleOfPage, startPart } from '$lib/domain/pack.ts';
import {
	isModule,
	languagesFor,
	partsFor,
	type Prepared,
	type PreparedFile,
	type Wish
} from '$lib/domain/trainer-ready.ts';
import type { ShelfQuestion } from '$lib/domain/shelf.ts';
import { cryptography } from '$lib/device/cryptography.ts';
import { meetCity } from '$lib/device/sync/city-keys.ts';
import { bodyOf, findLacking, hashOfBytes } from '$lib/device/trainer-ready.ts';
import { askWorker } from '../ask-worker.ts';
import { askVoice } from '../../voice-of.ts';
import { readPlanned } from './planned.ts';

/** Hears how far it is, and says whether she still wants it. */
export interface Watching {
	came: (done: number, count: number) => void;
	isWanted: () => boolean;
}

/** How the city's list or the line ended it. */
export type NotBrought = 'stopped' | 'no-answer' | 'other-build' | 'no-room';

/** Brings everything. Gives what is here now, or why it is not all here. */
export async function bring(
	lang: string,
	wish: Wish,
	labs: string[],
	{ came, isWanted }: Watching
): Promise<Prepared | NotBrought> {
	const langs = languagesFor(lang, wish);
	const steps = langs.flatMap((each) => stepsOf(each, wish));
	const count = steps.length + langs.length * 2 + 1;
	let done = 0;
	came(done, count);
	const begun = async (work: () => Promise<unknown>) => {
		if (!isWanted()) throw new Error('stopped');
		await work();
		came(++done, count);
	};
	try {
		for (const step of steps) await begun(() => askOrThrow(step));
		for (const each of langs) await begun(() => bringVoice(each, isWanted));
		const found: PreparedFile[] = [];
		const build = await buildOf(langs);
		for (const each of langs) {
			await begun(async () => found.push(...(await listPages(each, wish, build))));
		}
		let dates: Prepared['dates'] = [];
		await begun(async () => {
			found.push(...(await bringFiles(langs, build)), ...(await listSounds(langs)));
			dates = await readPlanned(labs);
			const { checkSignature } = await cryptography();
			await meetCity(checkSignature);
		});
		return { v: 1, build, madeAt: Date.now(), wish, files: found, dates };
	} catch (problem) {
		return why(problem, isWanted());
	}
}

/** Brings again what was prepared and has gone, as it was. Gives what the city does not have like that any more. */
export async function bringBack(
	lacking: readonly PreparedFile[],
	{ came, isWanted }: Watching
): Promise<PreparedFile[] | NotBrought> {
	const changed: PreparedFile[] = [];
	try {
		for (const [done, file] of lacking.entries()) {
			came(done, lacking.length);
			if (!isWanted()) return 'stopped';
			if (!(await fetchAsItWas(file))) changed.push(file);
		}
		return changed;
	} catch (problem) {
		return why(problem, isWanted());
	}
}

/** Is there something newer at the city than what was prepared? Unknown without internet: then there is not. */
export async function hasNews({ build, files, wish }: Prepared): Promise<boolean> {
	try {
		const response = await fetch('/_app/version.json', { cache: 'no-store', redirect: 'error' });
		const { version } = (await response.json()) as { version?: string };
		if (version !== build) return true;
		// some addresses are another page in each language
		const kept = new Map(files.map(({ lang, url, hash }) => [`${lang} ${url}`, hash]));
		for (const lang of wish.languages) {
			const { pages } = await readPack(lang, wish);
			// dates come and go: they are no new version
			const own = pages.filter(({ url }) => partOf(url, wish) !== startPart);
			if (own.some(({ url, revision }) => kept.get(`${lang} ${url}`) !== revision)) return true;
		}
		return false;
	} catch {
		return false;
	}
}

function stepsOf(lang: string, wish: Wish): ShelfQuestion[] {
	return [
		{ keepLanguage: true, lang },
		...partsFor(wish).map((part): ShelfQuestion =>
			isModule(part) ? { keepModules: [part], lang } : { keepPart: part, lang }
		)
	];
}

function why(problem: unknown, isWanted: boolean): NotBrought {
	if (!isWanted) return 'stopped';
	if (problem instanceof DOMException && problem.name === 'QuotaExceededError') return 'no-room';
	return problem instanceof OtherBuild ? 'other-build' : 'no-answer';
}

class OtherBuild extends Error {}

/** @throws when the worker could not bring it */
async function askOrThrow(question: ShelfQuestion): Promise<void> {
	const answer = await askWorker(question);
	if (answer && 'stopped' in answer && !answer.stopped) return;
	const { version } = (await (await fetch('/_app/version.json', { cache: 'no-store' })).json()) as {
		version?: string;
	};
	const files = await askWorker({ filesFor: [] });
	if (files && 'build' in files && files.build !== version) throw new OtherBuild();
	throw new Error('no answer');
}

/** So often the voice is asked for where the city still makes it: what it lists is another one by the time it comes. */
const voiceTries = 3;

/** The voice as far as the city has it. @throws when the line breaks */
async function bringVoice(lang: string, isWanted: () => boolean): Promise<void> {
	for (let tries = 0; tries < voiceTries && isWanted(); tries++) {
		const voice = await askVoice(lang, 'keep', () => {
			if (!isWanted()) void askVoice(lang, 'stop');
		});
		if (!voice) throw new Error('no worker');
		if (!voice.stopped) return;
		// was it the line?
		await fetch('/_app/version.json', { cache: 'no-store' });
	}
}

async function buildOf(langs: string[]): Promise<string> {
	const answer = await askWorker({ filesFor: langs });
	if (!answer || !('build' in answer)) throw new Error('no worker');
	return answer.build;
}

async function readPack(lang: string, wish: Wish) {
	const asked = partsFor(wish).join(',');
	const response = await fetch(`/api/packs/${lang}?modules=${asked}`, {
		redirect: 'error',
		cache: 'no-cache'
	});
	return v.parse(packSchema, await response.json());
}

function partOf(url: string, { modules }: Wish): string {
	const part = moduleOfPage(url) ?? '';
	return isModule(part) && !modules.includes(part) ? '' : part;
}

/** The pages of a language as the city lists them. */
async function listPages(lang: string, wish: Wish, build: string): Promise<PreparedFile[]> {
	const pack = await readPack(lang, wish);
	if (pack.build !== build) throw new OtherBuild();
	const cache = `pages ${build} ${lang}`;
	const files = pack.pages.map(({ url, revision }) => {
		return { cache, url, hash: revision, lang, part: partOf(url, wish) };
	});
	for (const file of await findLacking({ files })) {
		if (!(await fetchAsItWas(file))) throw new Error(file.url);
	}
	return files;
}

/** The built files, with the hash of what lies here. */
async function bringFiles(langs: string[], build: string): Promise<PreparedFile[]> {
	const answer = await askWorker({ filesFor: langs });
	if (!answer || !('files' in answer)) throw new Error('no worker');
	const files: PreparedFile[] = [];
	for (const url of answer.files) {
		const cache = (await cacheOf(url, build)) ?? (await fetchSeldom(url));
		const body = await bodyOf({ cache, url });
		if (!body) throw new Error(url);
		files.push({ cache, url, hash: await hashOfBytes(body), lang: '', part: 'files' });
	}
	return files;
}

/** The cache in which a built file lies; undefined where it is in none. */
async function cacheOf(url: string, build: string): Promise<string | undefined> {
	const names = (await caches.keys()).filter(
		(name) => !name.startsWith('pages ') || name.startsWith(`pages ${build} `)
	);
	for (const name of names) if (await (await caches.open(name)).match(url)) return name;
	return undefined;
}

/** The worker keeps what few phones need when it is asked for the first time. */
async function fetchSeldom(url: string): Promise<string> {
	const response = await fetch(url, { redirect: 'error' });
	if (!response.ok) throw new Error(url);
	const cache = await caches.open('seldom');
	if (!(await cache.match(url))) await cache.put(url, response);
	return 'seldom';
}

async function listSounds(langs: string[]): Promise<PreparedFile[]> {
	const files: PreparedFile[] = [];
	for (const lang of langs) {
		const cache = `voices ${lang}`;
		if (!(await caches.has(cache))) continue;
		for (const request of await (await caches.open(cache)).keys()) {
			const { pathname, search, searchParams } = new URL(request.url);
			const hash = searchParams.get('name') ?? '';
			files.push({ cache, url: pathname + search, hash, lang, part: 'voice' });
		}
	}
	return files;
}

/** Brings one file, where the city still has it as it was. */
async function fetchAsItWas(file: PreparedFile): Promise<boolean> {
	const headers: Record<string, string> = file.lang ? { 'accept-language': file.lang } : {};
	const response = await fetch(file.url, { cache: 'no-cache', redirect: 'error', headers });
	if (!response.ok) return false;
	if ((await hashOfBytes(await response.clone().arrayBuffer())) !== file.hash) return false;
	await (await caches.open(file.cache)).put(file.url, response);
	return true;
}
