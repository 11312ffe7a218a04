/** The voices that somebody wants on this phone: reels brought by a tap, and sentences played out of them. */
import * as v from 'valibot';
import {
	firstVoice,
	reelsSchema,
	type ReelHead,
	type Reels,
	type VoiceAnswer,
	type VoiceQuestion
} from '$lib/domain/voice.ts';
import { hashOf } from './hash.ts';
import { keptModules } from './kept-modules.ts';

type Reel = Reels['reels'][number];

/** A language's reels outlive builds: their names change with their content. */
const cacheOf = (lang: string) => `voices ${lang}`;

/** Where each sentence lies that is kept; read again when reels came or went. */
const places = new Map<string, Promise<Map<string, () => Response>>>();

/** A sentence from this phone. */
export async function keptSound({ pathname }: URL): Promise<Response | undefined> {
	const [, , lang = '', name = ''] = pathname.split('/');
	return (
		(await soundInReels(lang, name)) ?? caches.match(pathname, { cacheName: firstVoice(lang) })
	);
}

async function soundInReels(lang: string, name: string): Promise<Response | undefined> {
	if (!(await caches.has(cacheOf(lang)))) return undefined;
	const known = places.get(lang) ?? readPlaces(lang);
	places.set(lang, known);
	return (await known).get(name)?.();
}

async function readPlaces(lang: string): Promise<Map<string, () => Response>> {
	const cache = await caches.open(cacheOf(lang));
	const found = new Map<string, () => Response>();
	for (const request of await cache.keys()) {
		const reel = await (await cache.match(request))?.blob();
		if (!reel) continue;
		const length = new DataView(await reel.slice(0, 4).arrayBuffer()).getUint32(0);
		const behind = 4 + length;
		const head = JSON.parse(await reel.slice(4, behind).text()) as ReelHead;
		for (const [name, [offset, size, type]] of Object.entries(head)) {
			const from = behind + offset;
			const headers = { 'content-type': type };
			found.set(name, () => new Response(reel.slice(from, from + size), { headers }));
		}
	}
	return found;
}

/** Until she taps *Stop*. */
let isWanted = true;

/** Answers a page about the voice of a language; a broken line is an answer too. */
export async function answerVoice(
	{ voice: lang, wish }: VoiceQuestion,
	say: (answer: VoiceAnswer) => void
): Promise<void> {
	isWanted = wish !== 'stop';
	if (wish === 'drop') await caches.delete(cacheOf(lang));
	let stopped = false;
	if (wish === 'keep') {
		await bringReels(lang, say).catch(() => (stopped = true));
	}
	places.delete(lang);
	const kept = await keptReels(lang);
	const listed = await listReels(lang).catch(() => []);
	const missing = listed.filter(({ name }) => !kept.has(name));
	const offered = missing.reduce((sum, { size }) => sum + size, 0);
	say({ kept: [...kept.values()].reduce((sum, size) => sum + size, 0), offered, stopped });
}

/** The names of the kept reels, with their bytes. */
async function keptReels(lang: string): Promise<Map<string, number>> {
	const kept = new Map<string, number>();
	if (!(await caches.has(cacheOf(lang)))) return kept;
	for (const { url } of await (await caches.open(cacheOf(lang))).keys()) {
		const { searchParams } = new URL(url);
		kept.set(searchParams.get('name') ?? '', Number(searchParams.get('size')));
	}
	return kept;
}

/** What there is for the pages and modules that this phone keeps. */
async function listReels(lang: string): Promise<Reel[]> {
	const modules = Object.keys(await keptModules(lang)).sort();
	const response = await fetch(`/api/voices/${lang}?modules=${modules.join(',')}`, {
		redirect: 'error'
	});
	return v.parse(reelsSchema, await response.json()).reels;
}

/** @throws when the line breaks, or she stops it; what came stays */
async function bringReels(lang: string, say: (answer: VoiceAnswer) => void): Promise<void> {
	const listed = await listReels(lang);
	const kept = await keptReels(lang);
	const missing = listed.filter(({ name }) => !kept.has(name));
	const cache = await caches.open(cacheOf(lang));
	for (const [done, { part, at, of, name, size }] of missing.entries()) {
		if (!isWanted) throw new Error('stopped');
		say({ done, count: missing.length });
		const url = `/api/voices/${lang}/reel?part=${part}&at=${at}&of=${of}`;
		const response = await fetch(url, { redirect: 'error', cache: 'no-cache' });
		if ((await hashOf(await response.clone().arrayBuffer())) !== name) throw new Error(url);
		await cache.put(`${url}&name=${name}&size=${size}`, response);
	}
	// their sentences have changed, or belong to no kept module any more
	for (const request of await cache.keys()) {
		const name = new URL(request.url).searchParams.get('name');
		if (!listed.some((reel) => reel.name === name)) await cache.delete(request);
	}
}
