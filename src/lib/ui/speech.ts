/** Reading aloud with a voice that is on the phone: sentence by sentence, because long texts stop half-way in Chromium. */

/** The voice of a language that works without internet, when the phone has one. Waits for the list of voices a moment. */
export async function localVoice(lang: string): Promise<SpeechSynthesisVoice | undefined> {
	if (!('speechSynthesis' in window)) return undefined;
	const find = () =>
		speechSynthesis
			.getVoices()
			.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang));
	if (speechSynthesis.getVoices().length > 0) return find();
	await new Promise<void>((resolve) => {
		speechSynthesis.addEventListener('voiceschanged', () => resolve(), { once: true });
		setTimeout(resolve, 1000);
	});
	return find();
}

/** The elements of a screen that are read aloud, in their order; each is one breath. */
export function spokenParts(screen: Element): HTMLElement[] {
	const parts = screen.querySelectorAll<HTMLElement>(
		'h1, h2, h3, p, label, legend, dt, dd:not(.change), .name, .action, .spoken'
	);
	return [...parts].filter(
		(part) =>
			part.offsetParent !== null && part.innerText.trim() !== '' && !containsPart(part, parts)
	);
}

function containsPart(part: HTMLElement, parts: NodeListOf<HTMLElement>): boolean {
	return [...parts].some((other) => other !== part && part.contains(other));
}

/**
 * Reads parts aloud one after the other and marks the one being read.
 * @returns a function that stops it; `ended` is called once, however it ends
 */
export function readAloud(
	parts: HTMLElement[],
	voice: SpeechSynthesisVoice,
	ended: () => void
): () => void {
	let stopped = false;
	const stop = () => {
		if (stopped) return;
		stopped = true;
		speechSynthesis.cancel();
		for (const part of parts) part.classList.remove('read-now');
		ended();
	};
	const read = (index: number) => {
		const part = parts[index];
		if (stopped || !part) return stop();
		const utterance = new SpeechSynthesisUtterance(part.innerText);
		utterance.voice = voice;
		utterance.lang = voice.lang;
		part.classList.add('read-now');
		part.scrollIntoView({ block: 'nearest' });
		const next = () => {
			part.classList.remove('read-now');
			read(index + 1);
		};
		utterance.onend = next;
		// cut short, say because the person wants to be heard herself
		utterance.onerror = ({ error }) =>
			error === 'canceled' || error === 'interrupted' ? stop() : next();
		speechSynthesis.speak(utterance);
	};
	speechSynthesis.cancel();
	read(0);
	return stop;
}
