/**
 * Reading aloud, sentence by sentence: a recording of a person where there is one, else a voice that is on the phone,
 * else the sound that was made for Plaza. What has none of them is passed over; of the city's own words it is said once
 * that somebody can read them. Words whose own recording is on this phone (`data-sound`) are heard in that.
 */
import { nameOfSentence } from '../domain/sentence.ts';
import { localVoice, speak } from './local-voice.ts';
import { playSound } from './sound.ts';
import { SoundFiles } from './sound-files.ts';
import { spokenIn, spokenParts, type Spoken } from './spoken-parts.ts';

/** How a reading ended. */
export interface Reading {
	/** Could anything be heard? */
	heard: boolean;
	/** Came sounds that were made or recorded? */
	came: boolean;
	/** Could the city not be asked for some? */
	unreached: boolean;
}

/** Milliseconds of quiet between two sentences. */
const breath = 250;

/** What the city says, to her and to everybody: what she cannot know already. */
const news = '.replies .said, [lang][dir=auto]:not(.said)';

/**
 * Reads a screen aloud, to its end or until it is stopped, and marks what is being read.
 * @param sound a player that a tap has begun
 * @param askReader the sentence that is said where the city's words have no voice
 */
export async function readScreen(
	screen: Element,
	sound: HTMLAudioElement,
	askReader: string,
	stop: AbortSignal
): Promise<Reading> {
	const files = new SoundFiles(stop);
	const recorded = await recordedNames();
	const all = spokenParts(screen).flatMap(spokenIn);
	let heard = false;
	let isAsked = false;
	let saidWhole: string | undefined;

	const isRecorded = ({ lang, sentence }: Spoken) =>
		recorded[lang]?.includes(nameOfSentence(sentence)) === true;

	/** Everything that is played for a sentence; a voice of the phone speaks it by itself. */
	async function soundsFor(spoken: Spoken): Promise<Blob[]> {
		const sounds = await files.of(spoken);
		if (sounds.length > 0 || isAsked || !spoken.part.matches(news)) return sounds;
		isAsked = true;
		const { lang } = document.documentElement;
		return files.of({ lang, sentence: askReader, isOwn: false });
	}

	async function read(spoken: Spoken, next: Spoken | undefined) {
		const own = spoken.part.closest<HTMLElement>('[data-sound]')?.dataset['sound'];
		// one recording says all of its sentences
		if (own && own === saidWhole) return;
		const whole = own && (await caches.match(own));
		if (whole) saidWhole = own;
		const voice = await localVoice(spoken.lang);
		const isByVoice = voice && !isRecorded(spoken);
		const sounds = whole ? [await whole.blob()] : isByVoice ? [] : await soundsFor(spoken);
		if (stop.aborted || (!voice && sounds.length === 0)) return;
		if (next && (!voice || isRecorded(next))) void files.of(next);
		spoken.part.classList.add('read-now');
		spoken.part.scrollIntoView({ block: 'nearest' });
		if (sounds.length === 0 && voice) heard = (await speak(spoken.sentence, voice, stop)) || heard;
		for (const each of sounds) {
			if (!stop.aborted) heard = (await playSound(sound, each, stop)) || heard;
		}
		await new Promise((done) => setTimeout(done, breath));
	}

	for (const [place, spoken] of all.entries()) {
		if (stop.aborted) break;
		try {
			await read(spoken, all[place + 1]);
		} catch {
			// the browser wants another tap: there is a voice
			heard = true;
			break;
		} finally {
			spoken.part.classList.remove('read-now');
		}
	}
	return { heard, came: files.came, unreached: files.unreached };
}

async function recordedNames(): Promise<Record<string, string[]>> {
	// without internet it may not be here: then nothing is known to be recorded
	return import('virtual:recorded').then(
		({ recorded }) => recorded,
		() => ({})
	);
}
