/** What the city says to everybody, spoken: brought by a tap, and kept on this phone as long as the city says it. */
import type { Language } from '$lib/domain/language.ts';
import { addressOfVoice, type PublicVoice } from '$lib/domain/public-voice.ts';

const cacheOf = (lang: Language) => `city-voices ${lang}`;

/** A page without HTTPS has no such memory: there a voice is heard, and not kept. */
const canKeep = () => 'caches' in globalThis;

/** Those of a page's voices that are on this phone; what the city says no more is let go. */
export async function keptVoices(
	lang: Language,
	said: readonly PublicVoice[]
): Promise<Map<string, Blob>> {
	const kept = new Map<string, Blob>();
	if (!canKeep() || !(await caches.has(cacheOf(lang)))) return kept;
	const cache = await caches.open(cacheOf(lang));
	const wanted = new Map(said.map((voice) => [addressOfVoice(voice), voice.sha256]));
	for (const request of await cache.keys()) {
		const sha256 = wanted.get(new URL(request.url).pathname);
		const sound = sha256 && (await cache.match(request));
		if (sound) kept.set(sha256, await sound.blob());
		else await cache.delete(request);
	}
	return kept;
}

/** Brings a voice and keeps it; undefined where it does not come whole. */
export async function bringVoice(lang: Language, voice: PublicVoice): Promise<Blob | undefined> {
	const address = addressOfVoice(voice);
	try {
		const response = await fetch(address, { redirect: 'error' });
		const sound = response.ok ? await response.blob() : undefined;
		// a network that wants a sign-in first answers everything with a page of its own
		if (sound?.size !== voice.size) return undefined;
		if (canKeep()) {
			const headers = { 'content-type': voice.type };
			// a phone without room hears it all the same
			await caches
				.open(cacheOf(lang))
				.then((cache) => cache.put(address, new Response(sound, { headers })))
				.catch(() => undefined);
		}
		return sound;
	} catch {
		return undefined;
	}
}
