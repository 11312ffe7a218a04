/** Voices that are on the phone and speak without internet. */

/** The one for a language, when the phone has it. Waits for the list of voices a moment. */
export async function localVoice(lang: string): Promise<SpeechSynthesisVoice | undefined> {
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

/** Speaks a sentence to its end, or until it is stopped. Gives whether it could be heard. */
export function speak(
	sentence: string,
	voice: SpeechSynthesisVoice,
	stop: AbortSignal
): Promise<boolean> {
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
