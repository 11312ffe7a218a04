/** What follows when a page has been read: the voice is offered to be kept, or it is said how it comes. */
import type { Component } from 'svelte';
import type { Language } from '$lib/domain/language.ts';
import { nameOfSentence, sentencesIn } from '$lib/domain/sentence.ts';
import { firstVoice } from '$lib/domain/voice.ts';
import { citizenWords, type CitizenWords } from '$lib/i18n/translator.ts';
import type { Shown } from '$lib/ui/after-listening.ts';
import type { Reading } from '$lib/ui/speech.ts';
import AfterListening from './AfterListening.svelte';
import { askVoice } from './voice-of.ts';

/** Milliseconds: whoever has seen the offer is left in peace for a week. */
const peace = 7 * 24 * 3600 * 1000;

/** Says what to show after a reading; nothing where the phone has a voice, or was asked of late. */
export async function afterListening(
	{ heard, came, unreached }: Reading,
	lang: Language
): Promise<Shown | undefined> {
	if (heard && !came) return undefined;
	const t = await citizenWords(lang, 'phone');
	const voice = await askVoice(lang, 'look');
	const isKept = voice !== undefined && voice.kept > 0;
	const isOffered = voice !== undefined && !isKept && voice.offered > 0;
	if (came && isOffered) void keepFirstSounds(lang, t).catch(() => undefined);
	// some sounds may still be in the browser's own cache, or a module has none on this phone
	const isMissing = unreached && !(heard && isKept);
	if (isOffered ? heard && wasOffered(lang) : !isMissing) return undefined;
	const what = isOffered ? 'offer' : 'not-here';
	return {
		Panel: AfterListening as unknown as Component<Record<string, unknown>>,
		given: { what, lang, t, voice }
	};
}

/** What is said when there is no internet, so that it can be said then. */
async function keepFirstSounds(lang: Language, t: CitizenWords): Promise<void> {
	const said = [t('reader.notHere'), t('shell.askReader'), t('keeping.understood')];
	const cache = await caches.open(firstVoice(lang));
	const names = said.flatMap(sentencesIn).map(nameOfSentence);
	await cache.addAll(names.map((name) => `/voices/${lang}/${name}`));
}

function wasOffered(lang: Language): boolean {
	const mark = `plaza-voice-${lang}`;
	try {
		const last = Number(localStorage.getItem(mark));
		if (Date.now() - last < peace && Date.now() > last) return true;
		localStorage.setItem(mark, String(Date.now()));
	} catch {
		// a browser that remembers nothing is asked each time
	}
	return false;
}
