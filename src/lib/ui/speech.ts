/**
 * Reading aloud, sentence by sentence: a recording of a person where there is one, else a voice that is on the phone,
 * else the sound that was made for Plaza. What has none of them is passed over.
 */
import { nameOfSentence, sentencesIn } from '../domain/sentence.ts';
import { playSound } from './sound.ts';

interface Spoken {
	part: HTMLElement;
	lang: string;
	sentence: string;
}

/** Milliseconds of quiet between two sentences. */
const breath = 250;

/**
 * Reads the screen aloud and marks what is being read.
 * @param sound a player that a tap has begun
 * @param ended is called once, however it ends: whether anything could be heard
 * @returns a function that stops it
 */
export function readScreen(sound: HTMLAudioElement, ended: (heard: boolean) => void): () => void {
	const stop = new AbortController();
	const screen = document.querySelector('main');
	const parts = screen ? spokenParts(screen) : [];
	void readAll(parts.flatMap(spokenIn), sound, stop.signal)
		// the browser wants another tap: there is a voice
		.catch(() => true)
		.then((heard) => {
			for (const part of parts) part.classList.remove('read-now');
			ended(heard || stop.signal.aborted);
		});
	return () => stop.abort();
}

async function readAll(all: Spoken[], sound: HTMLAudioElement, stop: AbortSignal) {
	const recorded = await recordedNames();
	const comes = new Map<Spoken, Promise<Blob | undefined>>();
	/** The file of a sentence, fetched once; the next one comes while this one is heard. */
	const fileOf = (spoken: Spoken) => {
		const known = comes.get(spoken) ?? fetchFile(spoken, stop);
		comes.set(spoken, known);
		return known;
	};
	let heard = false;
	for (const [place, spoken] of all.entries()) {
		const isRecorded = (each: Spoken) =>
			recorded[each.lang]?.includes(nameOfSentence(each.sentence)) === true;
		const voice = await localVoice(spoken.lang);
		const own = voice && !isRecorded(spoken) ? undefined : await fileOf(spoken);
		if (stop.aborted) break;
		if (!own && !voice) continue;
		const next = all[place + 1];
		if (next && (!voice || isRecorded(next))) void fileOf(next);
		spoken.part.classList.add('read-now');
		spoken.part.scrollIntoView({ block: 'nearest' });
		if (own) heard = (await playSound(sound, own, stop)) || heard;
		else if (voice) heard = (await speak(spoken.sentence, voice, stop)) || heard;
		await new Promise((done) => setTimeout(done, breath));
		if (stop.aborted) break;
		spoken.part.classList.remove('read-now');
	}
	return heard;
}

async function recordedNames(): Promise<Record<string, string[]>> {
	// without internet it may not be here: then nothing is known to be recorded
	return import('virtual:recorded').then(
		({ recorded }) => recorded,
		() => ({})
	);
}

async function fetchFile({ lang, sentence }: Spoken, signal: AbortSignal) {
	try {
		const response = await fetch(`/voices/${lang}/${nameOfSentence(sentence)}`, { signal });
		return response.ok ? await response.blob() : undefined;
	} catch {
		return undefined;
	}
}

/** The voice of a language that works without internet, when the phone has one. Waits for the list of voices a moment. */
async function localVoice(lang: string): Promise<SpeechSynthesisVoice | undefined> {
	if (!('speechSynthesis' in window)) return undefined;
	await (listed ??= voicesListed());
	return speechSynthesis
		.getVoices()
		.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang));
}

let listed: Promise<void> | undefined;

async function voicesListed(): Promise<void> {
	if (speechSynthesis.getVoices().length > 0) return;
	await new Promise<void>((resolve) => {
		speechSynthesis.addEventListener('voiceschanged', () => resolve(), { once: true });
		setTimeout(resolve, 1000);
	});
}

function speak(sentence: string, voice: SpeechSynthesisVoice, stop: AbortSignal): Promise<boolean> {
	return new Promise((done) => {
		const utterance = new SpeechSynthesisUtterance(sentence);
		utterance.voice = voice;
		utterance.lang = voice.lang;
		utterance.onend = () => done(true);
		utterance.onerror = () => done(false);
		stop.addEventListener('abort', () => {
			speechSynthesis.cancel();
			done(true);
		});
		speechSynthesis.cancel();
		speechSynthesis.speak(utterance);
	});
}

/** The elements of a screen that are read aloud, in their order; a word that can be tapped is part of its sentence. */
export function spokenParts(screen: Element): HTMLElement[] {
	const parts = [
		...screen.querySelectorAll<HTMLElement>(
			'h1, h2, h3, p, label, legend, summary, dt, dd:not(.change), .name, .more, .action, .spoken, button:not(.word)'
		)
	];
	return parts.filter(
		(part) =>
			part.offsetParent !== null && !parts.some((other) => other !== part && part.contains(other))
	);
}

function spokenIn(part: HTMLElement): Spoken[] {
	const lang = part.closest<HTMLElement>('[lang]')?.lang.slice(0, 2) ?? '';
	return textsIn(part)
		.flatMap(sentencesIn)
		.map((sentence) => ({ part, lang, sentence }));
}

/** The texts of an element; one that stands in an element of its own (a size, a name) is a text of its own. */
function textsIn(part: Node): string[] {
	const texts: string[] = [];
	let isOpen = false;
	for (const node of part.childNodes) {
		const isInline = node instanceof Text || (node instanceof Element && node.matches('.word'));
		if (isInline) {
			if (isOpen) texts.push(`${texts.pop()}${node.textContent}`);
			else texts.push(node.textContent ?? '');
		} else if (node instanceof Element) texts.push(...textsIn(node));
		isOpen = isInline || (isOpen && node instanceof Comment);
	}
	return texts;
}
